/*
 * plain-order: an otklik-count that does not shuffle (LD_PRELOAD), for the control
 * of the link attack.  Fisher-Yates swaps element i-1 with one below i that this
 * function chooses: i-1 itself changes nothing.
 */
#include <stdint.h>

uint32_t randombytes_uniform(uint32_t upper);

uint32_t randombytes_uniform(uint32_t upper)
{
	return upper > 0 ? upper - 1 : 0;
}
