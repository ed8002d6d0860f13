import type { person } from "@/features/admin-person/messages";
import type { Standing } from "@/features/admin-person/opened";
import { personName } from "@/shared/admin/ui/person-name";
import type { UserDetail } from "@/shared/api/types";
import { BanIcon, CheckIcon, HistoryIcon, LockIcon, ShieldCheckIcon, TrashIcon, WarnIcon } from "@/shared/ui/icons";
import type { Effect } from "@/shared/ui/sheet";

type Texts = (typeof person)["en"];

export interface StandingWords {
  title: (name: string) => string;
  effects: Effect[];
  verb: string;
  /** Said once it is done. */
  done: string;
  isAlarm: boolean;
}

/** The question about a role, a block or a deletion, with what it does; one's own account is pointed out. */
export function standingOf(change: Standing, detail: UserDetail, isOwn: boolean, t: Texts): StandingWords {
  const words = wordsOf(change, detail, t);
  return isOwn ? { ...words, effects: [{ icon: WarnIcon, text: t.yourself }, ...words.effects] } : words;
}

function wordsOf(change: Standing, detail: UserDetail, t: Texts): StandingWords {
  const undo: Effect = { icon: HistoryIcon, text: t.canUndo };
  switch (change) {
    case "makeAdmin":
      return {
        title: t.makeAdminTitle,
        effects: [{ icon: ShieldCheckIcon, text: t.makeAdminEffect }, undo],
        verb: t.makeAdminVerb,
        done: t.roleGiven,
        isAlarm: false,
      };
    case "removeAdmin":
      return {
        title: t.removeAdminTitle,
        effects: [{ icon: ShieldCheckIcon, text: t.removeAdminEffect }, { icon: LockIcon, text: t.keepsAccess }, undo],
        verb: t.removeAdminVerb,
        done: t.roleTaken,
        isAlarm: true,
      };
    case "block":
      return {
        title: t.blockTitle,
        effects: [{ icon: BanIcon, text: t.blockEffect }, { icon: LockIcon, text: t.blockKeeps }, undo],
        verb: t.blockVerb,
        done: t.isBlocked,
        isAlarm: true,
      };
    case "unblock":
      return { title: t.unblockTitle, effects: [{ icon: CheckIcon, text: t.unblockEffect }, undo], verb: t.unblockVerb, done: t.isUnblocked, isAlarm: false };
    case "delete":
      return {
        title: t.deleteTitle,
        effects: [
          { icon: LockIcon, text: t.deleteRights(detail.access.subscriptions.length) },
          { icon: TrashIcon, text: t.deleteGone },
          { icon: HistoryIcon, text: t.deleteStays },
          { icon: WarnIcon, text: t.deleteNoUndo },
        ],
        verb: t.deleteVerb,
        done: t.deleted(personName(detail.user)),
        isAlarm: true,
      };
  }
}
