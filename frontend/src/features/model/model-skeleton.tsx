import css from "@/features/model/model-skeleton.module.css";
import { Loading, Skeleton, SkeletonCard } from "@/shared/ui/skeleton";

/** A model's page before it is known whether it is open. */
export function ModelSkeleton() {
  return (
    <Loading>
      <div className={css.head}>
        <Skeleton shape="tile" width={46} height={46} />
        <div className={css.lines}>
          <Skeleton width="48%" height={18} />
          <Skeleton width="66%" />
        </div>
      </div>
      <Skeleton height={38} />
      <SkeletonCard height={252} />
      <SkeletonCard height={131} />
      <SkeletonCard height={330} />
    </Loading>
  );
}
