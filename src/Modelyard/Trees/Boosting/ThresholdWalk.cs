using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents steps by comparing codes.</summary>
internal readonly unsafe struct ThresholdWalk(EnsembleNode* nodes) : IEnsembleWalk
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int node, byte* codes)
    {
        uint key = nodes[node].Key;
        return nodes[node].Left + Unsafe.BitCast<bool, byte>(codes[key >> 8] > (byte)key);
    }
}
