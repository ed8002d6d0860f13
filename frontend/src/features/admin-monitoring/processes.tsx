import { troubleWords } from "@/features/admin-monitoring/bot-card";
import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import type { Monitoring } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { CheckIcon, WarnIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

type Process = Monitoring["processes"][number];

/** A process by the number and the machine that somebody would look for it by. */
export function processName({ process, host }: Process): string {
  return `${process} · ${host}`;
}

/** Each of the processes whose figures are added up, and what is wrong with it; nothing where there is only one. */
export function Processes({ processes }: { processes: Process[] }) {
  const t = useMessages(monitoring);
  if (processes.length < 2) return null;
  return (
    <Card>
      <CardHead title={t.processes} aside={count(processes.length)} />
      <dl className={css.facts}>
        {processes.map((process) => (
          <div key={`${process.host} ${process.process} ${process.started_at}`}>
            <dt>
              <bdi>{processName(process)}</bdi>
            </dt>
            <dd>
              <small>{t.socketsOf(process.sockets)}</small> <Health process={process} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Health({ process: { listener, bot_trouble: trouble } }: { process: Process }) {
  const t = useMessages(monitoring);
  if (listener && trouble === null) {
    return (
      <Tag tone="won" icon={CheckIcon}>
        {t.listening}
      </Tag>
    );
  }
  return (
    <Tag tone="lost" icon={WarnIcon}>
      {listener ? t.botSays(troubleWords(trouble ?? "", t)) : t.doesNotHear}
    </Tag>
  );
}
