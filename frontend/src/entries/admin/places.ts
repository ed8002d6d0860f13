import { useQuery } from "@tanstack/react-query";
import { admin } from "@/entries/admin/messages";
import { statsQuery } from "@/shared/admin/queries";
import { useMessages } from "@/shared/i18n/language";
import {
  GaugeIcon,
  GridIcon,
  HistoryIcon,
  HomeIcon,
  HourglassIcon,
  type Icon,
  InboxIcon,
  MegaphoneIcon,
  ModelsIcon,
  PeopleIcon,
  ShieldCheckIcon,
  TemplateIcon,
} from "@/shared/ui/icons";

export interface Place {
  href: string;
  label: string;
  icon: Icon;
  badge?: number;
}

/** The admin screens, in their groups. */
export function usePlaces(): Place[][] {
  const t = useMessages(admin);
  const { data: stats } = useQuery(statsQuery);
  const waiting = stats?.approvals_waiting ?? null;
  return [
    [
      { href: "/admin", label: t.dashboard, icon: HomeIcon },
      { href: "/admin/people", label: t.people, icon: PeopleIcon },
      { href: "/admin/requests", label: t.requests, icon: InboxIcon, badge: stats?.requests_pending ?? 0 },
      { href: "/admin/bulk", label: t.bulk, icon: GridIcon },
      ...(waiting === null ? [] : [{ href: "/admin/approvals", label: t.approvals, icon: HourglassIcon, badge: waiting }]),
      { href: "/admin/history", label: t.history, icon: HistoryIcon },
    ],
    [
      { href: "/admin/models", label: t.models, icon: ModelsIcon },
      { href: "/admin/templates", label: t.templates, icon: TemplateIcon },
      { href: "/admin/broadcasts", label: t.broadcasts, icon: MegaphoneIcon },
    ],
    [
      { href: "/admin/monitoring", label: t.monitoring, icon: GaugeIcon },
      { href: "/admin/verification", label: t.verification, icon: ShieldCheckIcon },
    ],
  ];
}
