import { Link } from "wouter";
import { audienceWords } from "@/features/admin-broadcasts/audience-words";
import { broadcastHref } from "@/features/admin-broadcasts/href";
import css from "@/features/admin-broadcasts/broadcasts.module.css";
import { doneShare } from "@/features/admin-broadcasts/done";
import { authorWords, firstLine, progressWords, whenWords } from "@/features/admin-broadcasts/line";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import { BroadcastTag } from "@/features/admin-broadcasts/state-tag";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { BroadcastRead } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { useNow } from "@/shared/ui/clock";
import { Meter } from "@/shared/ui/meter";
import { Table, Td, Th, Tr } from "@/shared/ui/table";

export interface BroadcastTableProps {
  found: readonly BroadcastRead[];
  onOpen: (id: string) => void;
}

export function BroadcastTable({ found, onOpen }: BroadcastTableProps) {
  const t = useMessages(broadcasts);
  useNow();
  const head = (
    <>
      <Th width={132}>{t.state}</Th>
      <Th>{t.text}</Th>
      <Th width="22%">{t.audience}</Th>
      <Th width={132}>{t.when}</Th>
      <Th width={120}>{t.by}</Th>
      <Th width={84} align="end">
        {t.sent}
      </Th>
      <Th width={96} align="end">
        {t.cannot}
      </Th>
      <Th width={72} align="end">
        {t.failed}
      </Th>
    </>
  );
  return (
    <Table label={t.list} head={head}>
      {found.map((one) => (
        <Row key={one.id} one={one} onOpen={() => onOpen(one.id)} />
      ))}
    </Table>
  );
}

function Row({ one, onOpen }: { one: BroadcastRead; onOpen: () => void }) {
  const { nameOf } = useKnownModels();
  const { sent, blocked, failed } = one.progress;
  const figure = (value: number) => (one.state === "draft" || one.state === "scheduled" ? "" : count(value));
  const audience = audienceWords(one.audience, nameOf);
  const line = firstLine(one);
  return (
    <Tr onClick={onOpen}>
      <Td>
        <BroadcastTag state={one.state} />
      </Td>
      <Td isHead>
        <Link href={broadcastHref(one.id)} className={css.line} title={line}>
          <bdi>{line}</bdi>
        </Link>
        {one.state === "sending" && <SendingLine one={one} />}
      </Td>
      <Td isQuiet>
        <span className={css.cell} title={audience}>
          {audience}
        </span>
      </Td>
      <Td isQuiet>
        <span className="nowrap">{whenWords(one)}</span>
      </Td>
      <Td isQuiet>
        <bdi className={css.cell}>{authorWords(one)}</bdi>
      </Td>
      <Td align="end">{figure(sent)}</Td>
      <Td align="end">{figure(blocked)}</Td>
      <Td align="end">{figure(failed)}</Td>
    </Tr>
  );
}

/** How far it is, as a bar and in figures. */
export function SendingLine({ one }: { one: BroadcastRead }) {
  return (
    <span className={css.sending}>
      <Meter share={doneShare(one.progress)} label={null} height={6} />
      <span className="num">{progressWords(one)}</span>
    </span>
  );
}
