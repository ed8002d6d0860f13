import { GenericModelIcon, LayersIcon, ReticleIcon, SigmoidIcon, StairsIcon, TreeIcon, type Icon, type IconProps } from "@/shared/ui/icons";

const marks: Readonly<Record<string, Icon>> = {
  "logistic-spy": SigmoidIcon,
  "shadow-stack": LayersIcon,
  "forest-necromancer": TreeIcon,
  "gray-cardinal": StairsIcon,
  "sniper-80x": ReticleIcon,
  sigmoid: SigmoidIcon,
  layers: LayersIcon,
  tree: TreeIcon,
  stairs: StairsIcon,
  reticle: ReticleIcon,
};

/** The mark of a model by its id, or of a template by its icon's name; models that an admin adds share one. */
export function modelIcon(modelId: string): Icon {
  return Object.hasOwn(marks, modelId) ? (marks[modelId] ?? GenericModelIcon) : GenericModelIcon;
}

export interface ModelMarkProps extends IconProps {
  modelId: string;
}

export function ModelMark({ modelId, ...props }: ModelMarkProps) {
  return modelIcon(modelId)(props);
}
