import css from "@/features/models/models.module.css";
import { Card } from "@/shared/ui/card";
import { Loading, Skeleton } from "@/shared/ui/skeleton";

function Row() {
  return (
    <div className={css.row}>
      <Skeleton shape="tile" width={36} height={36} />
      <div className={css.lines}>
        <Skeleton width="42%" />
        <Skeleton width="66%" height={10} />
        <div className={css.rate}>
          <Skeleton width={62} height={17} />
          <Skeleton height={4} />
        </div>
        <Skeleton width="58%" />
        <Skeleton width="88%" height={10} />
      </div>
    </div>
  );
}

function Group({ rows }: { rows: number }) {
  return (
    <div>
      <span className={css.heading}>
        <Skeleton width={92} height={12} />
      </span>
      <Card isBare>
        {Array.from({ length: rows }, (_, at) => (
          <Row key={at} />
        ))}
      </Card>
    </div>
  );
}

/** Two groups, each row as high as a model's. */
export function ModelsSkeleton() {
  return (
    <Loading>
      <Group rows={3} />
      <Group rows={2} />
    </Loading>
  );
}
