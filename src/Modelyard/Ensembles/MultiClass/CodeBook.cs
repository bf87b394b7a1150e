using System.Numerics;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Makes the code words of classes: rows of bits, one a class, as far from one another as random ones get.</summary>
internal static class CodeBook
{
    private const int Tries = 100;

    /// <summary>Makes code words.</summary>
    /// <param name="classes">The number of classes, three or more.</param>
    /// <param name="bits">The number of bits; no fewer are taken than tell the classes apart.</param>
    /// <param name="random">The random numbers.</param>
    /// <returns>Classes x bits: no two rows are alike, and every column holds both 0 and 1.</returns>
    internal static byte[][] Make(int classes, int bits, RandomStream random)
    {
        int numbering = BitOperations.Log2((uint)classes - 1) + 1;
        bits = Math.Max(bits, numbering);
        byte[][] best = [];
        int bestDistance = 0;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            byte[][] words = [.. Enumerable.Range(0, classes).Select(_ => new byte[bits])];
            for (int bit = 0; bit < bits; bit++)
            {
                do
                {
                    for (int word = 0; word < classes; word++)
                    {
                        // The first attempt numbers the classes, so that at least one tells them all apart.
                        words[word][bit] = (byte)(attempt == 0 && bit < numbering ? (word >> bit) & 1 : random.NextInt(2));
                    }
                }
                while (Array.TrueForAll(words, word => word[bit] == words[0][bit]));
            }

            int distance = LeastDistance(words);
            if (distance > bestDistance)
            {
                (best, bestDistance) = (words, distance);
            }
        }

        return best;
    }

    /// <summary>Counts the bits in which the two nearest code words differ.</summary>
    internal static int LeastDistance(byte[][] words)
    {
        int least = int.MaxValue;
        for (int i = 0; i < words.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                least = Math.Min(least, words[i].Zip(words[j]).Count(pair => pair.First != pair.Second));
            }
        }

        return least;
    }
}
