import boundaries from "eslint-plugin-boundaries";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const floors = [
  { type: "entry", pattern: "src/entries/*", capture: ["entry"] },
  { type: "feature", pattern: "src/features/*", capture: ["feature"] },
  { type: "shared", pattern: "src/shared/*", capture: ["part"] },
];

/** What an entry or a feature keeps to itself: another one's files are not for it. */
const ownFolder = (type, captured) => ({
  from: { element: { type } },
  allow: { to: { element: { type, captured: { [captured]: `{{ from.element.captured.${captured} }}` } } } },
});

export default tseslint.config(
  { ignores: ["node_modules", "../static", "src/shared/api/schema.d.ts"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat.recommended,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.js", "scripts/*.mjs"] } } },
    plugins: { boundaries },
    settings: {
      "boundaries/elements": floors,
      "import/resolver": { typescript: { project: "./tsconfig.json" } },
    },
    rules: {
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          policies: [
            { from: { element: { type: "entry" } }, allow: { to: { element: { type: ["feature", "shared"] } } } },
            ownFolder("entry", "entry"),
            { from: { element: { type: "feature" } }, allow: { to: { element: { type: "shared" } } } },
            ownFolder("feature", "feature"),
            { from: { element: { type: "shared" } }, allow: { to: { element: { type: "shared" } } } },
            { allow: { to: { module: { origin: ["external", "core"] } } } },
          ],
        },
      ],
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 90, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Exports have names." },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Text is text." },
      ],
      // A key that data brought is written as one: row["id"], not row.id.
      "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  // Every file stands on one of the floors.
  { files: ["src/**"], rules: { "boundaries/no-unknown-files": "error" } },
  { files: ["*.config.*", "scripts/**"], rules: { "no-restricted-syntax": "off" } },
  { files: ["**/*.js", "**/*.mjs"], extends: [tseslint.configs.disableTypeChecked] },
  { files: ["tests/**"], rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" } },
);
