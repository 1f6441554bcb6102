// SPDX-License-Identifier: GPL-3.0-or-later
// A target must have a source; what it is for is the header that is compiled with it.
