using Modelyard.Numerics;

namespace Modelyard.Bench.Costs;

/// <summary>Makes texts whose words are frequent and rare as in a language: each half as frequent as the word of half its rank.</summary>
internal static class CostTexts
{
    private const int Words = 40;
    private const double Ranks = 100_000;

    /// <summary>Gets what the texts are like.</summary>
    internal static string Name => $"texts of {Words} words";

    /// <summary>Makes texts; the first of many are those of few.</summary>
    /// <param name="rows">The number of texts.</param>
    internal static string[] Make(int rows)
    {
        string[] texts = new string[rows];
        ParallelLoop.For(rows, Environment.ProcessorCount, row =>
        {
            var random = new RandomStream(9, (ulong)row);
            string[] words = new string[Words];
            for (int i = 0; i < Words; i++)
            {
                words[i] = $"word{(int)Math.Pow(Ranks, random.NextDouble())}";
            }

            texts[row] = string.Join(' ', words);
        });
        return texts;
    }
}
