import { Component, type ReactNode } from "react";
import { app } from "@/entries/app/messages";
import { messagesNow } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { RefreshIcon } from "@/shared/ui/icons";

/** What a screen could not handle stays on that screen: also a part of the app that is gone after an update. */
export class Problems extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    const t = messagesNow(app);
    return (
      <EmptyState
        isPage
        icon={RefreshIcon}
        title={t.failed}
        why={t.failedWhy}
        action={<Button onClick={() => window.location.reload()}>{t.reload}</Button>}
      />
    );
  }
}
