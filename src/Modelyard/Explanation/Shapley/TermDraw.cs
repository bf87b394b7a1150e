using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Draws which of some made texts hold a term, and how often, where of each text the number of words is known alone.</summary>
/// <remarks>
/// Of <c>n</c> words the term is missed with chance <c>exp(-rate n)</c>, as if each were drawn apart from the others; the rate is the one under which the wanted share of the texts holds it. Texts
/// are drawn by these chances systematically (Madow 1949, On the Theory of Systematic Sampling II), so that as many hold the term as the share says, but for one.
/// </remarks>
internal sealed class TermDraw
{
    private readonly double[] _words;
    private readonly (double Words, int Texts)[] _lengths;
    private readonly double[] _chances;

    /// <summary>Prepares draws for texts.</summary>
    /// <param name="words">The number of words of each; NaN for a missing text, which holds no term.</param>
    internal TermDraw(double[] words)
    {
        _words = words;
        _lengths = [.. words.Where(count => count > 0).GroupBy(count => count).Select(group => (group.Key, group.Count()))];
        _chances = new double[words.Length];
    }

    /// <summary>Draws one term.</summary>
    /// <param name="rows">Receives in one column how often each text holds the term.</param>
    /// <param name="column">The column.</param>
    /// <param name="share">The share of the texts that hold it.</param>
    /// <param name="times">How often it stands in a text that holds it, on average.</param>
    /// <param name="random">The random numbers.</param>
    internal void Fill(Matrix rows, int column, double share, double times, RandomStream random)
    {
        double rate = Rate(share * _words.Length);
        if (rate == 0)
        {
            return;
        }

        int[] order = random.Permutation(_words.Length);
        for (int row = 0; row < _words.Length; row++)
        {
            _chances[row] = _words[row] > 0 ? 1 - Math.Exp(-rate * _words[row]) : 0;
        }

        double held = Take(rows, column, order, random.NextDouble());
        if (held == 0 || times <= 1)
        {
            return;
        }

        // Further ones stand in the texts that hold the term, more of them in longer ones.
        double words = 0;
        for (int row = 0; row < _words.Length; row++)
        {
            _chances[row] = rows[row, column] > 0 ? _words[row] : 0;
            words += _chances[row];
        }

        VectorKernels.Scale((times - 1) * held / words, _chances);
        Take(rows, column, order, random.NextDouble());
    }

    /// <summary>Adds to each text the whole numbers that the running sum of the chances passes there.</summary>
    /// <returns>The number that was added to all.</returns>
    private double Take(Matrix rows, int column, int[] order, double start)
    {
        double sum = start, taken = 0;
        foreach (int row in order)
        {
            sum += _chances[row];
            double passed = Math.Floor(sum) - taken;
            rows[row, column] += passed;
            taken += passed;
        }

        return taken;
    }

    /// <summary>Finds the rate at which so many texts hold a term, by Newton's steps: the number is concave in the rate, so that they approach it from below.</summary>
    private double Rate(double wanted)
    {
        const int MostSteps = 60;
        const double Enough = 1e-6;
        double all = _lengths.Sum(length => length.Texts);
        if (wanted <= 0 || all == 0)
        {
            return 0;
        }

        if (wanted >= all - Enough)
        {
            return double.PositiveInfinity;
        }

        double rate = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            double found = 0, slope = 0;
            foreach ((double words, int texts) in _lengths)
            {
                double missed = Math.Exp(-rate * words);
                found += texts * (1 - missed);
                slope += texts * words * missed;
            }

            if (wanted - found < Enough * wanted)
            {
                break;
            }

            rate += (wanted - found) / slope;
        }

        return rate;
    }
}
