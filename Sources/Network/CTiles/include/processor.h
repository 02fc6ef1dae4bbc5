#pragma once

/// What the running processor and system support, best first: 3 AVX-512 with VNNI, 2 AVX-512
/// (F, BW, DQ, VL), 1 AVX2 with FMA, 0 the architecture's baseline.
int processor_level(void);
