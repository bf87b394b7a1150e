using Modelyard.Explanation.Shapley.Trees;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the exact Shapley values of single trees, forests and boosted trees: what is not known of a row goes both ways at a split, by the weights of the training rows.</summary>
/// <remarks>
/// No background is needed: trees keep the weight of the training rows at each node (boosted ones their number). Boosting and AdaBoost are explained on their raw scores,
/// trees and forests on probabilities and means. Missing values and levels go where the model sends them.
/// The cost of a row is the nodes of all trees times half of the features on a path; nothing is allocated.
/// Source: Lundberg et al. (2020), From local explanations to global understanding with explainable AI for trees, Nature Machine Intelligence 2.
/// </remarks>
public sealed unsafe class TreeShapleyExplainer : IShapleyExplainer
{
    private const int Width = TreeSums.Width;
    private const int BlockRows = 4 * Width;
    private readonly AdditiveTrees _trees;
    private readonly TreeSums _sums;
    private readonly double[] _base;

    internal TreeShapleyExplainer(AdditiveTrees trees)
    {
        _trees = trees;
        _sums = new TreeSums(trees);
        _base = [.. trees.Offsets];
        foreach (PathTree tree in trees.Trees)
        {
            tree.AddBase(_base);
        }
    }

    /// <inheritdoc/>
    public FeatureSchema Features => _trees.Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _trees.Outputs;

    /// <inheritdoc/>
    public ShapleyScale Scale => _trees.Scale;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Base => _base;

    /// <summary>Prepares the explanation of a model.</summary>
    /// <param name="model">A single tree, a forest, gradient boosting, or AdaBoost of trees that classifies.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The model is no sum of trees.</exception>
    public static TreeShapleyExplainer For(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Find(model) ?? throw new ModelyardException(
            $"A '{model.GetType().Name}' is no sum of trees. Trees, forests, gradient boosting and AdaBoost of trees that classifies are; take 'ShapleyExplainer.For' for any other model.");
    }

    /// <summary>Prepares the explanation of a model if it is a sum of trees.</summary>
    internal static TreeShapleyExplainer? Find(IModel model) => AdditiveTrees.Find(model) is { } trees ? new TreeShapleyExplainer(trees) : null;

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(contributions, Outputs.Count * Features.Count);
        using var columns = new ScratchBuffer(_trees.Used.Length * Width);
        using var sums = new ScratchBuffer(_sums.ValueCount);
        columns.Span.Clear();
        Read(row, columns.Pointer);
        _sums.Values(columns.Pointer, 1, sums.Span);
        Write(sums.Pointer, contributions);
    }

    /// <inheritdoc/>
    public void Explain(Matrix rows, Matrix contributions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(contributions);
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(contributions, rows.Rows, Outputs.Count * Features.Count);
        ParallelLoop.Blocks(rows.Rows, BlockRows, degree, (start, total) =>
        {
            using var columns = new ScratchBuffer(_trees.Used.Length * Width);
            using var sums = new ScratchBuffer(_sums.ValueCount);
            columns.Span.Clear();
            for (int first = start; first < start + total; first += Width)
            {
                int count = Math.Min(Width, start + total - first);
                for (int i = 0; i < count; i++)
                {
                    Read(rows.Row(first + i), columns.Pointer + i);
                }

                _sums.Values(columns.Pointer, count, sums.Span);
                for (int i = 0; i < count; i++)
                {
                    Write(sums.Pointer + i, contributions.Row(first + i));
                }
            }
        });
    }

    /// <summary>Explains one row by pairs of features: what two have together beyond each alone.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="interactions">
    /// Receives outputs x features x features numbers. Half of what a pair has together stands at either place, what a feature has alone stands on the diagonal, so that
    /// a line sums up to the contribution of its feature.
    /// </param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public void Interact(ReadOnlySpan<double> row, Span<double> interactions)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(interactions, checked(Outputs.Count * Features.Count * Features.Count));
        using var columns = new ScratchBuffer(_trees.Used.Length * Width);
        using var sums = new ScratchBuffer(_sums.ValueCount);
        using var pairs = new ScratchBuffer(_sums.PairCount);
        columns.Span.Clear();
        Read(row, columns.Pointer);
        _sums.Values(columns.Pointer, 1, sums.Span);
        _sums.Pairs(columns.Pointer, 1, pairs.Span);
        WritePairs(sums.Pointer, pairs.Pointer, interactions);
    }

    /// <summary>Explains many rows by pairs of features, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="interactions">Receives the interactions, rows x (outputs x features x features).</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public void Interact(Matrix rows, Matrix interactions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(interactions);
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(interactions, rows.Rows, checked(Outputs.Count * Features.Count * Features.Count));
        ParallelLoop.Blocks(rows.Rows, Width, degree, (first, count) =>
        {
            using var columns = new ScratchBuffer(_trees.Used.Length * Width);
            using var sums = new ScratchBuffer(_sums.ValueCount);
            using var pairs = new ScratchBuffer(_sums.PairCount);
            columns.Span.Clear();
            for (int i = 0; i < count; i++)
            {
                Read(rows.Row(first + i), columns.Pointer + i);
            }

            _sums.Values(columns.Pointer, count, sums.Span);
            _sums.Pairs(columns.Pointer, count, pairs.Span);
            for (int i = 0; i < count; i++)
            {
                WritePairs(sums.Pointer + i, pairs.Pointer + i, interactions.Row(first + i));
            }
        });
    }

    private void Read(ReadOnlySpan<double> row, double* columns)
    {
        int[] used = _trees.Used;
        for (int slot = 0; slot < used.Length; slot++)
        {
            columns[slot * Width] = row[used[slot]];
        }
    }

    private void Write(double* sums, Span<double> contributions)
    {
        int[] used = _trees.Used;
        contributions.Clear();
        for (int output = 0; output < Outputs.Count; output++)
        {
            Span<double> own = contributions.Slice(output * Features.Count, Features.Count);
            for (int slot = 0; slot < used.Length; slot++)
            {
                own[used[slot]] = sums[((output * used.Length) + slot) * Width];
            }
        }
    }

    private void WritePairs(double* sums, double* pairs, Span<double> interactions)
    {
        int[] used = _trees.Used;
        int features = Features.Count;
        interactions.Clear();
        for (int output = 0; output < Outputs.Count; output++)
        {
            Span<double> own = interactions.Slice(output * features * features, features * features);
            double* values = sums + (output * used.Length * Width), together = pairs + ((nint)output * used.Length * used.Length * Width);
            for (int slot = 0; slot < used.Length; slot++)
            {
                own[(used[slot] * features) + used[slot]] += values[slot * Width];
                for (int other = slot + 1; other < used.Length; other++)
                {
                    double half = together[((slot * used.Length) + other) * Width] / 2;
                    own[(used[slot] * features) + used[other]] = own[(used[other] * features) + used[slot]] = half;
                    own[(used[slot] * features) + used[slot]] -= half;
                    own[(used[other] * features) + used[other]] -= half;
                }
            }
        }
    }
}
