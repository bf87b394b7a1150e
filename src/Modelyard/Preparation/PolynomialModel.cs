using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents products of features beside the features themselves.</summary>
public sealed class PolynomialModel : ITransformModel, IPersistent<PolynomialModel>
{
    private const int Block = 256;

    private readonly bool[] _chosen;
    private readonly int[] _positions;
    private readonly int _degree;
    private readonly bool _interactionOnly;
    private readonly bool _bias;

    // The terms of a degree are sorted by their first factor, so those of the next are each feature times an unbroken rest of them.
    private readonly Run[] _runs;

    internal PolynomialModel(FeatureSchema features, bool[] chosen, int degree, bool interactionOnly, bool bias)
    {
        Features = features;
        _chosen = chosen;
        _positions = [.. Enumerable.Range(0, chosen.Length).Where(feature => chosen[feature])];
        _degree = degree;
        _interactionOnly = interactionOnly;
        _bias = bias;
        (_runs, List<int[]> terms) = Plan();
        IEnumerable<Feature> ones = bias ? [new Feature("1")] : [];
        Outputs = OutputSchema.Of(features, [.. ones, .. features, .. terms.Select(term => new Feature(Name(term)))]);
    }

    /// <inheritdoc/>
    public static string TypeName => "polynomial";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <inheritdoc/>
    public static PolynomialModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        const long MostOutputs = 1_000_000;
        FeatureSchema features = state.ReadFeatures("features");
        bool[] chosen = Array.ConvertAll(state.ReadBytes("chosen", features.Count), one => one != 0);
        int degree = state.ReadInt("degree", 1, 10);
        bool interactionOnly = state.ReadBoolean("interactionOnly");
        return CountTerms(chosen.Count(one => one), degree, interactionOnly) <= MostOutputs
            ? new PolynomialModel(features, chosen, degree, interactionOnly, state.ReadBoolean("bias"))
            : throw new ModelFormatException($"The model makes more than '{MostOutputs}' products of features and must make fewer.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("chosen", _chosen.Select(one => (byte)(one ? 1 : 0)).ToArray().AsSpan());
        state.Write("degree", _degree);
        state.Write("interactionOnly", _interactionOnly);
        state.Write("bias", _bias);
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        using var factors = new ScratchBuffer(_positions.Length);
        Transform(row, result, factors.Span);
    }

    /// <inheritdoc/>
    public void Transform(Matrix rows, Matrix result, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(result, rows.Rows, Outputs.Count);
        ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
        {
            using var factors = new ScratchBuffer(_positions.Length);
            for (int row = first; row < first + count; row++)
            {
                Transform(rows.Row(row), result.Row(row), factors.Span);
            }
        });
    }

    private void Transform(ReadOnlySpan<double> row, Span<double> result, Span<double> factors)
    {
        int start = _bias ? 1 : 0;
        if (_bias)
        {
            result[0] = 1;
        }

        row.CopyTo(result[start..]);
        for (int i = 0; i < _positions.Length; i++)
        {
            factors[i] = row[_positions[i]];
        }

        Span<double> terms = result.Slice(start + row.Length, Outputs.Count - start - row.Length);
        foreach (Run run in _runs)
        {
            Multiply(factors[run.Factor], (run.IsOfFactors ? factors : terms).Slice(run.Source, run.Length), terms.Slice(run.Target, run.Length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        int i = 0;
        for (; i <= target.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            (Vector256.Create(source[i..]) * factor).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = factor * source[i];
        }
    }

    /// <summary>Counts the products of two factors and more.</summary>
    internal static long CountTerms(int features, int degree, bool interactionOnly)
    {
        double total = 0;
        for (int order = 2; order <= degree; order++)
        {
            double count = 1;
            for (int i = 0; i < order; i++)
            {
                count *= (interactionOnly ? features - i : features + order - 1 - i) / (double)(i + 1);
            }

            total += Math.Max(0, count);
        }

        return (long)Math.Min(Math.Round(total), long.MaxValue / 2);
    }

    private (Run[] Runs, List<int[]> Terms) Plan()
    {
        int count = _positions.Length;
        var runs = new List<Run>();
        var terms = new List<int[]>();
        List<int[]> previous = [.. Enumerable.Range(0, count).Select(i => new[] { i })];
        int previousStart = 0;
        for (int order = 2; order <= _degree; order++)
        {
            var next = new List<int[]>();
            int start = terms.Count;
            for (int factor = 0; factor < count; factor++)
            {
                int source = previous.FindIndex(term => _interactionOnly ? term[0] > factor : term[0] >= factor);
                if (source >= 0)
                {
                    runs.Add(new Run(factor, order == 2, source + (order == 2 ? 0 : previousStart), start + next.Count, previous.Count - source));
                    next.AddRange(previous.Skip(source).Select(term => (int[])[factor, .. term]));
                }
            }

            terms.AddRange(next);
            (previous, previousStart) = (next, start);
        }

        return ([.. runs], terms);
    }

    private string Name(int[] term) => string.Join(
        ' ', term.GroupBy(factor => factor).Select(group => Features[_positions[group.Key]].Name + (group.Count() > 1 ? $"^{group.Count()}" : "")));

    private readonly record struct Run(int Factor, bool IsOfFactors, int Source, int Target, int Length);
}
