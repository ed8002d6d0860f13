import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import css from "@/features/model/ledger-card.module.css";
import { proof } from "@/features/model/proof-messages";
import { headQuery } from "@/features/model/queries";
import { useKeptHeads } from "@/features/model/use-kept-heads";
import { useVerification } from "@/features/model/use-verification";
import { VerificationResult } from "@/features/model/verification-result";
import type { LedgerHead } from "@/shared/api/types";
import { serialNumber } from "@/shared/format/ids";
import { formatTimeExact } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";
import { LinkIcon } from "@/shared/ui/icons";
import { Hash } from "@/shared/ui/serial";

function Link({ label, link }: { label: string; link: LedgerHead["signals"] | undefined }) {
  const t = useMessages(proof);
  if (link?.seq === 0) {
    return (
      <div>
        <dt>{label}</dt>
        <dd />
        <dd className={css.number}>{t.empty}</dd>
      </div>
    );
  }
  return (
    <div>
      <dt>{label}</dt>
      <dd className={css.number}>
        <span className="mono">{link === undefined ? "\u00a0" : serialNumber(link.seq)}</span>
      </dd>
      <dd>{link !== undefined && <Hash value={link.hash} />}</dd>
    </div>
  );
}

/** The newest links of both chains, and the check that they carry on what this phone has seen. */
export function LedgerCard({ modelId }: { modelId: string }) {
  const t = useMessages(proof);
  const id = useId();
  const { data, dataUpdatedAt } = useQuery(headQuery(modelId));
  const kept = useKeptHeads(modelId);
  const { verification, verify } = useVerification(modelId, kept);
  const time = formatTimeExact(dataUpdatedAt);
  const title = (
    <span className={css.title}>
      <LinkIcon size={18} />
      {t.title}
    </span>
  );
  const isAgain = verification.state === "done" || verification.state === "failed";
  return (
    <Card as="section" labelledBy={id}>
      <CardHead
        id={id}
        title={title}
        aside={
          data !== undefined && (
            <time dateTime={new Date(dataUpdatedAt).toISOString()} aria-label={t.readAt(time)}>
              {time}
            </time>
          )
        }
      />
      <dl className={css.rows}>
        <Link label={t.signals} link={data?.head.signals} />
        <Link label={t.outcomes} link={data?.head.resolutions} />
      </dl>
      <div className={css.proof}>
        <VerificationResult verification={verification} kept={kept} />
        <Button kind="plain" onClick={verify} isBusy={verification.state === "running"}>
          {isAgain ? t.verifyAgain : t.verify}
        </Button>
      </div>
    </Card>
  );
}
