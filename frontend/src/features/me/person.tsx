import { me } from "@/features/me/messages";
import css from "@/features/me/me.module.css";
import type { UserRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Avatar } from "@/shared/ui/avatar";
import { Card } from "@/shared/ui/card";
import { ShieldCheckIcon } from "@/shared/ui/icons";
import { IdNumber } from "@/shared/ui/serial";
import { Skeleton } from "@/shared/ui/skeleton";
import { Tag } from "@/shared/ui/tag";

/** Who is signed in, as Telegram gave it. */
export function Person({ user }: { user: UserRead | null }) {
  const t = useMessages(me);
  if (user === null) {
    return (
      <Card className={css.person}>
        <Skeleton shape="circle" width={48} height={48} />
        <div className={css.lines}>
          <Skeleton width="46%" />
          <Skeleton width="62%" height={10} />
        </div>
      </Card>
    );
  }
  const name = [user.first_name, user.last_name].filter(Boolean).join(" ") || String(user.telegram_id);
  return (
    <Card className={css.person}>
      <Avatar name={name} size={48} />
      <div className={css.words}>
        <div className="t-16">
          <bdi>{name}</bdi>
        </div>
        <div className={css.detail}>
          {user.username !== null && <bdi>@{user.username}</bdi>}
          <span>
            id <IdNumber value={user.telegram_id} />
          </span>
        </div>
      </div>
      {user.role === "admin" && <Tag icon={ShieldCheckIcon}>{t.admin}</Tag>}
    </Card>
  );
}
