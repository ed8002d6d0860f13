import css from "@/features/feed/feed.module.css";
import { feed } from "@/features/feed/messages";
import { useMessages } from "@/shared/i18n/language";
import { Loading, SkeletonRows, SkeletonSignal } from "@/shared/ui/skeleton";
import { Stack } from "@/shared/ui/section";

/** The list before it is there, as high as it will be. */
export function FeedSkeleton() {
  const t = useMessages(feed);
  return (
    <div className={css.waiting}>
      <Loading label={t.loading}>
        <Stack>
          <SkeletonSignal />
          <SkeletonSignal />
          <SkeletonRows count={5} />
        </Stack>
      </Loading>
    </div>
  );
}
