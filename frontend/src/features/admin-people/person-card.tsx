import { people } from "@/features/admin-people/messages";
import css from "@/features/admin-people/person-card.module.css";
import { RowState, useTellsReach } from "@/features/admin-people/row-state";
import { LeftCell, NextEndCell } from "@/shared/admin/ui/end-cell";
import { nextEnd } from "@/shared/admin/ui/ends";
import { ModelMarks } from "@/shared/admin/ui/model-marks";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { PersonCell } from "@/shared/admin/ui/person-cell";
import { atName, personName } from "@/shared/admin/ui/person-name";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { ListedUser } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Checkbox } from "@/shared/ui/checkbox";
import { cx } from "@/shared/ui/cx";
import { IdNumber } from "@/shared/ui/serial";
import { Skeleton } from "@/shared/ui/skeleton";

/** Pixels; every card has the same, so that a list of a hundred thousand needs no measuring. */
export const CARD_HEIGHT = 136;

export interface PersonCardProps {
  person: ListedUser;
  isPicked: boolean;
  onPress: () => void;
}

export function PersonCard({ person, isPicked, onPress }: PersonCardProps) {
  const t = useMessages(people);
  const now = useServerNow();
  const { active } = useKnownModels();
  const tellsReach = useTellsReach();
  const next = nextEnd(person.rights, now);
  return (
    <div className={cx(css.card, isPicked && css.picked)}>
      <div className={css.head}>
        <PersonCell
          person={person}
          avatar={36}
          detail={
            <span className={css.detail}>
              <bdi className="cut">{atName(person.username)}</bdi>
              <IdNumber value={person.telegram_id} />
            </span>
          }
        />
        <span className={css.check}>
          <Checkbox label={t.selectPerson(personName(person))} isBare isChecked={isPicked} onChange={onPress} />
        </span>
      </div>
      <div className={css.line}>
        <ModelMarks models={active} rights={person.rights} now={now} />
        <RowState person={person} tellsReach={tellsReach} />
      </div>
      <div className={css.line}>
        <NextEndCell next={next} now={now} />
        <span className="quiet">
          <LeftCell next={next} now={now} />
        </span>
      </div>
    </div>
  );
}

export function WaitingCard() {
  return (
    <div className={css.card}>
      <div className={css.head}>
        <Skeleton shape="circle" width={36} height={36} />
        <Skeleton width="50%" />
      </div>
      <Skeleton width={146} height={26} />
      <Skeleton width="40%" />
    </div>
  );
}
