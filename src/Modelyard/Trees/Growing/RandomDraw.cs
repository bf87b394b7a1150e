using System.Runtime.CompilerServices;
using Modelyard.Numerics;

namespace Modelyard.Trees.Growing;

/// <summary>Draws the small random numbers of a tree: two 32-bit draws from each 64 bits of its stream.</summary>
/// <param name="stream">The stream of the tree.</param>
internal struct RandomDraw(RandomStream stream)
{
    private RandomStream _stream = stream;
    private uint _spare;
    private bool _hasSpare;

    /// <summary>Draws an integer from [0, bound); the bias is below bound / 2³².</summary>
    public int NextInt(int bound) => (int)(((ulong)NextBits() * (uint)bound) >> 32);

    /// <summary>Draws a number from [0, 1).</summary>
    public double NextDouble() => _stream.NextDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint NextBits()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        ulong bits = _stream.NextBits();
        _spare = (uint)(bits >> 32);
        _hasSpare = true;
        return (uint)bits;
    }
}
