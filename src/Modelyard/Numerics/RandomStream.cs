using System.Runtime.CompilerServices;

namespace Modelyard.Numerics;

/// <summary>Represents one stream of random numbers, keyed by a seed and an index.</summary>
/// <remarks>
/// The n-th block of a stream is a pure function of (seed, index, n), so tree 7 or fold 3 draws the same numbers on any thread
/// and in any order. Streams of different indexes are independent. The type is a small mutable value: keep it in a local variable and pass it by
/// reference. Source: Salmon, Moraes, Dror and Shaw (2011), Parallel Random Numbers: As Easy as 1, 2, 3 (Philox4x32-10).
/// </remarks>
public struct RandomStream
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    private readonly ulong _seed;
    private readonly ulong _index;
    private ulong _counter;
    private ulong _spare;
    private bool _hasSpare;
    private double _spareGaussian;
    private bool _hasSpareGaussian;

    /// <summary>Initializes the start of a stream.</summary>
    /// <param name="seed">The seed that a user chose.</param>
    /// <param name="index">The number of the stream: a tree, a fold, a row.</param>
    public RandomStream(ulong seed, ulong index = 0)
    {
        _seed = seed;
        _index = index;
    }

    /// <summary>Derives the seed of a named part from the seed of the whole.</summary>
    /// <param name="seed">The seed of the whole.</param>
    /// <param name="part">The number of the part.</param>
    /// <returns>A seed whose streams are independent of the whole's and of every other part's.</returns>
    public static ulong DeriveSeed(ulong seed, ulong part)
    {
        Block(seed, part, ulong.MaxValue, out ulong derived, out _);
        return derived;
    }

    /// <summary>Draws 64 random bits.</summary>
    /// <returns>A uniformly distributed integer.</returns>
    public ulong NextBits()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        Block(_seed, _index, _counter++, out ulong first, out _spare);
        _hasSpare = true;
        return first;
    }

    /// <summary>Draws a number from the uniform distribution on [0, 1).</summary>
    /// <returns>A multiple of 2^-53.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws an integer from the uniform distribution on [0, bound).</summary>
    /// <param name="bound">The exclusive upper bound, at least 1.</param>
    /// <returns>An integer without modulo bias (Lemire, 2019).</returns>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong range = (ulong)bound;
        ulong product = (NextBits() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = (uint)((0x1_0000_0000UL - range) % range);
            while ((uint)product < threshold)
            {
                product = (NextBits() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Draws a number from the standard normal distribution.</summary>
    /// <returns>A number by the polar method of Marsaglia (1964).</returns>
    public double NextGaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        double u, v, square;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            square = (u * u) + (v * v);
        }
        while (square is >= 1 or 0);

        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareGaussian = v * scale;
        _hasSpareGaussian = true;
        return u * scale;
    }

    /// <summary>Shuffles elements in place, every order equally likely (Fisher and Yates).</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="elements">The elements to shuffle.</param>
    public void Shuffle<T>(Span<T> elements)
    {
        for (int i = elements.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (elements[i], elements[j]) = (elements[j], elements[i]);
        }
    }

    /// <summary>Draws the integers 0 to count - 1 in random order.</summary>
    /// <param name="count">The number of integers.</param>
    /// <returns>A new array.</returns>
    public int[] Permutation(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>Computes one block of Philox4x32-10: 128 bits that are a pure function of the key and the counter.</summary>
    internal static void Block(ulong seed, ulong index, ulong counter, out ulong first, out ulong second)
    {
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        uint c0 = (uint)counter, c1 = (uint)(counter >> 32), c2 = (uint)index, c3 = (uint)(index >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
            c3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        first = c0 | ((ulong)c1 << 32);
        second = c2 | ((ulong)c3 << 32);
    }
}
