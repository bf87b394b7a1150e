using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Anchors;

/// <summary>Samples rows under rules and asks the model whether it predicts them as it does the row that is explained.</summary>
/// <remarks>
/// A row of the background is drawn, and where a condition does not hold for it, it gets the cell of another row for which it does. Rules of one length are given the same draws, so that they differ by what
/// they ask for and less by chance.
/// </remarks>
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
        ulong[] seeds = [.. rules.Select(rule => RandomStream.DeriveSeed(_context.Seed, (ulong)rule.Conditions.Length))];
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
            ulong seed = seeds[number / count], sample = (ulong)(rule.Samples + (number % count));
            int drawn = new RandomStream(seed, sample).NextInt(_background.Rows);
            _background.Row(drawn).CopyTo(row);
            foreach (AnchorSource source in rule.Sources)
            {
                if (source.Rows.Length == 0)
                {
                    _layout.Copy(source.Column, _own, row);
                }
                else if (!source.Holds[drawn])
                {
                    _layout.Copy(source.Column, _background.Row(source.Rows[new RandomStream(RandomStream.DeriveSeed(seed, (ulong)source.Column + 1), sample).NextInt(source.Rows.Length)]), row);
                }
            }
        }
    }
}
