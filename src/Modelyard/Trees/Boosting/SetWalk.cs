using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents steps by looking codes up in sets, where some nodes split on levels: one set for each bin, one for each split on levels.</summary>
internal readonly unsafe struct SetWalk(EnsembleNode* nodes, int* sets, ulong* words) : IEnsembleWalk
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int node, byte* codes)
    {
        uint code = codes[nodes[node].Key >> 8];
        ulong word = words[((nint)sets[node] * CodeSet.Words) + (nint)(code >> 6)];
        return nodes[node].Left + 1 - (int)((word >> (int)(code & 63)) & 1);
    }
}
