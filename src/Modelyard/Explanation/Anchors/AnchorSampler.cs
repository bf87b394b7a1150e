using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Anchors;

/// <summary>Samples rows under rules and asks the model whether it predicts them as it does the row that is explained.</summary>
/// <remarks>A row of the background is drawn, and where a condition does not hold for it, it gets the cell of another row for which it does.</remarks>
internal sealed class AnchorSampler
{
    private readonly ModelFunction _function;
    private readonly RowLayout _layout;
    private readonly Matrix _background;
    private readonly double[] _own;
    private readonly Predicate<ReadOnlySpan<double>> _isAlike;
    private readonly FitContext _context;

    internal AnchorSampler(ModelFunction function, RowLayout layout, Matrix background, double[] own, AnchorCondition[] conditions, Predicate<ReadOnlySpan<double>> isAlike, FitContext context)
    {
        _function = function;
        _layout = layout;
        _background = background;
        _own = own;
        Conditions = conditions;
        _isAlike = isAlike;
        _context = context;
    }

    /// <summary>Gets the conditions that rules are made of.</summary>
    internal AnchorCondition[] Conditions { get; }

    /// <summary>Gets the number of rows that were sampled.</summary>
    internal int Samples { get; private set; }

    /// <summary>Makes a rule.</summary>
    /// <param name="conditions">The places of its conditions, ascending.</param>
    internal AnchorCandidate Candidate(int[] conditions)
    {
        AnchorSource[] sources = [.. conditions.Select(place => Conditions[place].Source).GroupBy(source => source.Column).Select(group => group.Aggregate((one, other) => one.And(other)))];
        int held = 0;
        for (int row = 0; row < _background.Rows; row++)
        {
            held += Array.TrueForAll(sources, source => source.Holds[row]) ? 1 : 0;
        }

        return new AnchorCandidate(conditions, sources, (double)held / _background.Rows);
    }

    /// <summary>Samples rows under rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="count">The number of rows of each.</param>
    internal void Sample(IReadOnlyList<AnchorCandidate> rules, int count)
    {
        ulong[] seeds = [.. rules.Select(rule => RandomStream.DeriveSeed(_context.Seed, KeyOf(rule)))];
        Matrix outputs = _function.Evaluate(rules.Count * count, Make, _context);
        for (int i = 0; i < rules.Count * count; i++)
        {
            rules[i / count].Alike += _isAlike(outputs.Row(i)) ? 1 : 0;
        }

        foreach (AnchorCandidate rule in rules)
        {
            rule.Samples += count;
        }

        Samples += rules.Count * count;

        void Make(int number, Span<double> row)
        {
            AnchorCandidate rule = rules[number / count];
            var random = new RandomStream(seeds[number / count], (ulong)(rule.Samples + (number % count)));
            int drawn = random.NextInt(_background.Rows);
            _background.Row(drawn).CopyTo(row);
            foreach (AnchorSource source in rule.Sources)
            {
                if (source.Rows.Length == 0)
                {
                    _layout.Copy(source.Column, _own, row);
                }
                else if (!source.Holds[drawn])
                {
                    _layout.Copy(source.Column, _background.Row(source.Rows[random.NextInt(source.Rows.Length)]), row);
                }
            }
        }
    }

    private static ulong KeyOf(AnchorCandidate rule)
    {
        ulong key = (ulong)rule.Conditions.Length;
        foreach (int condition in rule.Conditions)
        {
            key = RandomStream.DeriveSeed(key, (ulong)condition);
        }

        return key;
    }
}
