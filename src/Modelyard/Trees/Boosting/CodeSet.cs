using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents a set of byte codes.</summary>
[InlineArray(Words)]
internal struct CodeSet
{
    internal const int Words = 4;
    private ulong _first;

    internal readonly bool Contains(int code) => ((this[code >> 6] >> (code & 63)) & 1) != 0;

    internal void Add(int code) => this[code >> 6] |= 1UL << (code & 63);
}
