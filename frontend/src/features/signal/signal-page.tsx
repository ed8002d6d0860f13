import { ChartCard } from "@/features/signal/chart/chart-card";
import { FeedbackCard } from "@/features/signal/feedback-card";
import { LedgerCard } from "@/features/signal/ledger-card";
import { PlanCard } from "@/features/signal/plan-card";
import { RiskLine } from "@/features/signal/risk-line";
import { SignalHeader } from "@/features/signal/signal-header";
import { TimeCard } from "@/features/signal/time-card";
import { WhyCard } from "@/features/signal/why-card";
import type { SignalDetail, SignalRead } from "@/shared/api/types";
import { Stack } from "@/shared/ui/section";

export interface SignalPageProps {
  signal: SignalRead;
  /** Null while they are loaded. */
  candles: SignalDetail["candles"] | null;
  modelName: string;
}

/** One signal, from the promise to what came of it. */
export function SignalPage({ signal, candles, modelName }: SignalPageProps) {
  const isOpen = signal.status === "open";
  return (
    <>
      <SignalHeader signal={signal} modelName={modelName} />
      <Stack>
        <ChartCard signal={signal} candles={candles} />
        <PlanCard signal={signal} candles={candles} />
        {isOpen ? <TimeCard signal={signal} candles={candles} /> : <FeedbackCard signal={signal} />}
        <WhyCard signal={signal} />
        <LedgerCard signal={signal} />
      </Stack>
      <RiskLine modelId={signal.model_id} />
    </>
  );
}
