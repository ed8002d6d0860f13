import { AccessSummary } from "@/features/me/access-summary";
import { me } from "@/features/me/messages";
import css from "@/features/me/me.module.css";
import { Person } from "@/features/me/person";
import { BotBanner } from "@/shared/bot/bot-banner";
import { useMessages } from "@/shared/i18n/language";
import { RootPage } from "@/shared/page/root-page";
import { useSession } from "@/shared/session/store";
import { BellIcon, GridIcon, InfoIcon, PhoneIcon, WarnIcon } from "@/shared/ui/icons";
import { List, ListRow } from "@/shared/ui/list";
import { Stack } from "@/shared/ui/section";
import { Tile } from "@/shared/ui/tile";

/** The admin screens are another page: a plain link, which loads it. */
function AdminRow() {
  const t = useMessages(me);
  return (
    <ListRow
      lead={<Tile icon={GridIcon} />}
      title={
        <a href="/admin" className={css.whole}>
          {t.adminPage}
        </a>
      }
      detail={t.adminDetail}
      hasChevron
    />
  );
}

/** The person's own corner: who I am, what is open, and the ways to everything that is mine. */
export function Me() {
  const t = useMessages(me);
  const user = useSession((state) => state.user);
  return (
    <RootPage title={t.title}>
      <Stack>
        <Person user={user} />
        <BotBanner />
        <AccessSummary />
        <List label={t.more}>
          <ListRow lead={<Tile icon={BellIcon} />} title={t.settings} detail={t.settingsDetail} href="/me/settings" />
          <ListRow lead={<Tile icon={PhoneIcon} />} title={t.sessions} detail={t.sessionsDetail} href="/me/sessions" />
          <ListRow lead={<Tile icon={InfoIcon} />} title={t.help} detail={t.helpDetail} href="/me/help" />
          <ListRow lead={<Tile icon={WarnIcon} />} title={t.risk} detail={t.riskDetail} href="/me/help#risk" />
          {user?.role === "admin" && <AdminRow />}
        </List>
      </Stack>
    </RootPage>
  );
}
