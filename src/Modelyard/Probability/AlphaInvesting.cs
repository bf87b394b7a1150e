namespace Modelyard.Probability;

/// <summary>Decides tests that come one after the other, without end, such that the expected share of false ones among the findings is at most a level; where nothing is ever to be found, that is the chance of any finding at all.</summary>
/// <remarks>
/// Each test spends some of a wealth, ever less; a finding earns some back. Holds for p-values that are independent, or never too small given what came before.
/// Source: Ramdas, Yang, Wainwright and Jordan (2017), Online Control of the False Discovery Rate with Decaying Memory (LORD++), NIPS; the spending of Javanmard and Montanari (2018), Annals of Statistics 46(2).
/// </remarks>
public sealed class AlphaInvesting
{
    // Of log j / (j exp(sqrt(log j))), summed up over all j from 1, where log 1 counts as log 2; the inverse of the sum, rounded down.
    private const double Scale = 0.079;

    private readonly List<int> _findings;

    /// <summary>Initializes a sequence of tests, new or as it was left.</summary>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <param name="tests">The number of tests that were decided before.</param>
    /// <param name="findings">The numbers, from 1, of those that were findings; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1, or the number is negative.</exception>
    public AlphaInvesting(double level = 0.05, int tests = 0, IEnumerable<int>? findings = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(level, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(tests);
        Level = level;
        Tests = tests;
        _findings = [.. findings ?? []];
    }

    /// <summary>Gets the level.</summary>
    public double Level { get; }

    /// <summary>Gets the number of tests that were decided.</summary>
    public int Tests { get; private set; }

    /// <summary>Gets the numbers, from 1, of those that were findings.</summary>
    public IReadOnlyList<int> Findings => _findings;

    /// <summary>Gets the level that the p-value of the next test must not be above to be a finding.</summary>
    public double Next
    {
        get
        {
            int next = Tests + 1;
            double wealth = Level / 2, level = Spending(next) * wealth;
            for (int i = 0; i < _findings.Count; i++)
            {
                level += (i == 0 ? Level - wealth : Level) * Spending(next - _findings[i]);
            }

            return level;
        }
    }

    /// <summary>Decides the next test.</summary>
    /// <param name="pValue">The p-value; NaN, where there is no test, is no finding and costs nothing.</param>
    /// <returns>True if it is a finding.</returns>
    public bool Decide(double pValue)
    {
        if (double.IsNaN(pValue))
        {
            return false;
        }

        bool isFinding = pValue <= Next;
        Tests++;
        if (isFinding)
        {
            _findings.Add(Tests);
        }

        return isFinding;
    }

    private static double Spending(int number)
    {
        double log = Math.Log(Math.Max(2, number));
        return Scale * log / (number * Math.Exp(Math.Sqrt(Math.Log(number))));
    }
}
