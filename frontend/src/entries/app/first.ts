/** What runs first: the sign-in goes out, and the app itself follows in chunks that the page asks for by then. */

import { signInEarly } from "@/shared/session/early";

signInEarly();
void import("@/entries/app/main");
