import { type ReactNode, useEffect, useRef } from "react";
import { locked } from "@/features/model/messages";
import css from "@/features/model/request.module.css";
import type { RequestRead } from "@/shared/api/types";
import { ago, formatDayTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useServerNow } from "@/shared/signal/server-clock";
import { Card } from "@/shared/ui/card";
import { cx } from "@/shared/ui/cx";
import { CheckIcon } from "@/shared/ui/icons";

interface StepProps {
  node: ReactNode;
  look: "done" | "now" | "later";
  title: string;
  children?: ReactNode;
}

function Step({ node, look, title, children }: StepProps) {
  return (
    <li className={css.step} aria-current={look === "now" ? "step" : undefined}>
      <span className={cx(css.node, css[look])} aria-hidden="true">
        {node}
      </span>
      <div>
        <div className={cx("t-15", css.stepTitle, look === "later" && css.quiet)}>{title}</div>
        {children}
      </div>
    </li>
  );
}

export interface RequestStepsProps {
  request: RequestRead;
  /** Sent a moment ago, from this page: the person is taken to it. */
  isFresh: boolean;
}

/** What became of a request, and what happens next. */
export function RequestSteps({ request, isFresh }: RequestStepsProps) {
  const t = useMessages(locked);
  const now = useServerNow();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFresh) return;
    window.scrollTo({ top: 0 });
    title.current?.focus({ preventScroll: true });
  }, [isFresh]);
  return (
    <Card as="section">
      <h2 ref={title} tabIndex={-1} className={cx("t-16", css.title)}>
        {t.requested}
      </h2>
      <ol className={css.steps}>
        <Step look="done" node={<CheckIcon size={16} />} title={t.sent}>
          <p className={css.detail}>{t.sentAt(formatDayTime(request.created_at), ago(request.created_at, now))}</p>
          {request.message !== null && (
            <blockquote className={css.own} aria-label={t.yourMessage}>
              {request.message}
            </blockquote>
          )}
        </Step>
        <Step look="now" node="2" title={t.decides}>
          <p className={css.detail}>{t.decidesHow}</p>
        </Step>
        <Step look="later" node="3" title={t.opens} />
      </ol>
    </Card>
  );
}
