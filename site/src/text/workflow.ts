/** A workflow that keeps a policy true: it fails when what a server offers is no longer what was agreed to. */
export const WORKFLOW = `name: Toolrisk
on:
  pull_request:
  schedule:
    - cron: '17 4 * * 1'
permissions:
  contents: read
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: npx toolrisk scan --locked
`;
