import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import { endsOf, isSame, isShortened, type Ends, type Part, reasonToStay } from "@/features/admin-bulk/people";
import css from "@/features/admin-bulk/people-table.module.css";
import type { BulkPerson } from "@/shared/api/types";
import { groupDigits } from "@/shared/format/ids";
import { formatDate, formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Avatar } from "@/shared/ui/avatar";
import { cx } from "@/shared/ui/cx";
import { ArrowRightIcon, WarnIcon } from "@/shared/ui/icons";

export interface PersonRowProps {
  person: BulkPerson;
  part: Part;
  modelNames: ReadonlyMap<string, string>;
  /** An end that moves nearer is pointed out before it does. */
  isWarned: boolean;
}

/** The cells of one person; on a phone they become the lines of a card. */
export function PersonRow({ person, part, modelNames, isWarned }: PersonRowProps) {
  return (
    <>
      <Who person={person} />
      <span role="cell" className={css.id}>
        {groupDigits(person.telegram_id)}
      </span>
      {part === "changed" && <Change person={person} modelNames={modelNames} isWarned={isWarned} />}
      {part === "unchanged" && <Stays person={person} modelNames={modelNames} />}
      {part === "failed" && <Fails code={person.code} />}
    </>
  );
}

function Who({ person: { name, version } }: { person: BulkPerson }) {
  const t = useMessages(texts);
  return (
    <span role="cell" className={css.person}>
      <Avatar name={name ?? ""} size={28} />
      <bdi className={cx("cut", name === null && css.nameless)}>{name ?? (version === null ? t.nameless : t.noName)}</bdi>
    </span>
  );
}

function Change({ person, modelNames, isWarned }: Omit<PersonRowProps, "part">) {
  const t = useMessages(texts);
  const lines = endsOf(person).filter((ends) => !isSame(ends));
  return (
    <>
      <span role="cell" className={css.ends}>
        {lines.map((ends) => (
          <End key={ends.modelId} at={ends.before} model={modelNames.get(ends.modelId)} />
        ))}
      </span>
      <span role="cell" className={css.after}>
        {lines.map((ends) => (
          <After key={ends.modelId} ends={ends} isWarned={isWarned} />
        ))}
      </span>
      <span role="cell" className={css.version}>
        {person.version}
        <ArrowRightIcon size={14} />
        <span className="visually-hidden">{t.becomes}</span>
        {person.new_version}
      </span>
    </>
  );
}

function After({ ends, isWarned }: { ends: Ends; isWarned: boolean }) {
  const t = useMessages(texts);
  return (
    <span className={css.line}>
      <ArrowRightIcon size={14} className={css.arrow} />
      <EndText at={ends.after} />
      {isWarned && isShortened(ends) && (
        <span className={css.shorter} title={t.shorter}>
          <WarnIcon size={14} />
          <span className="visually-hidden">{t.shorter}</span>
        </span>
      )}
    </span>
  );
}

function End({ at, model }: { at: Ends["before"]; model: string | undefined }) {
  return (
    <span className={css.line}>
      {model !== undefined && <span className={css.model}>{model}</span>}
      <EndText at={at} />
    </span>
  );
}

function EndText({ at }: { at: Ends["before"] }) {
  const t = useMessages(texts);
  if (at === undefined) return <span className={css.none}>{t.noAccess}</span>;
  if (at === null) return <span>{t.forever}</span>;
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatDate(at)}
    </time>
  );
}

function Stays({ person, modelNames }: Pick<PersonRowProps, "person" | "modelNames">) {
  const t = useMessages(texts);
  const words = { forever: t.whyForever, notHeld: t.whyNotHeld, same: t.whySame };
  const lines = endsOf(person);
  return (
    <>
      <span role="cell" className={css.ends}>
        {lines.length === 0 && <EndText at={undefined} />}
        {lines.map((ends) => (
          <End key={ends.modelId} at={ends.before} model={modelNames.get(ends.modelId)} />
        ))}
      </span>
      <span role="cell" className={css.why}>
        {words[reasonToStay(person)]}
      </span>
      <span role="cell" className={css.version}>
        {person.version}
      </span>
    </>
  );
}

function Fails({ code }: { code: string | null }) {
  const t = useMessages(texts);
  const words: Readonly<Record<string, string>> = {
    unknown_user: t.whyUnknownUser,
    invalid_expiry: t.whyInvalidExpiry,
    changed_since: t.whyChangedSince,
  };
  return (
    <span role="cell" className={css.why}>
      {words[code ?? ""] ?? t.whyOther(code ?? "")}
    </span>
  );
}
