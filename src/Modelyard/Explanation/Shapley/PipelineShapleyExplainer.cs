using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the explanation of a model behind a preparation: what its features contribute is summed up for those of the rows that they were made of.</summary>
internal sealed class PipelineShapleyExplainer : IShapleyExplainer
{
    private readonly IReadOnlyList<ITransformModel> _steps;
    private readonly IShapleyExplainer _inner;
    private readonly int[] _origins;

    /// <summary>Initializes an explainer.</summary>
    /// <param name="steps">The steps before the model.</param>
    /// <param name="inner">The explainer of the model.</param>
    /// <param name="origins">For each of the model's features the one of the rows that it was made of.</param>
    internal PipelineShapleyExplainer(IReadOnlyList<ITransformModel> steps, IShapleyExplainer inner, int[] origins)
    {
        _steps = steps;
        _inner = inner;
        _origins = origins;
    }

    /// <inheritdoc/>
    public FeatureSchema Features => _steps[0].Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _inner.Outputs;

    /// <inheritdoc/>
    public ShapleyScale Scale => _inner.Scale;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Base => _inner.Base;

    /// <summary>Transforms rows through all steps.</summary>
    internal static Matrix Transform(IReadOnlyList<ITransformModel> steps, Matrix rows, int degree = 1)
    {
        foreach (ITransformModel step in steps)
        {
            rows = step.Transform(rows, degree);
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(contributions, Outputs.Count * Features.Count);
        Matrix one = new(1, row.Length);
        row.CopyTo(one.Row(0));
        double[] inner = new double[Outputs.Count * _origins.Length];
        _inner.Explain(Transform(_steps, one).Row(0), inner);
        Sum(inner, contributions);
    }

    /// <inheritdoc/>
    public void Explain(Matrix rows, Matrix contributions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(contributions);
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(contributions, rows.Rows, Outputs.Count * Features.Count);
        const int BlockElements = 1 << 20;
        int block = Math.Clamp(BlockElements / Math.Max(1, Outputs.Count * _origins.Length), 16, 4096);
        for (int first = 0; first < rows.Rows; first += block)
        {
            int count = Math.Min(block, rows.Rows - first);
            var inner = new Matrix(count, Outputs.Count * _origins.Length);
            _inner.Explain(Transform(_steps, rows.RowRange(first, count), degree), inner, degree);
            for (int i = 0; i < count; i++)
            {
                Sum(inner.Row(i), contributions.Row(first + i));
            }
        }
    }

    private void Sum(ReadOnlySpan<double> inner, Span<double> contributions)
    {
        contributions.Clear();
        for (int i = 0; i < inner.Length; i++)
        {
            contributions[(i / _origins.Length * Features.Count) + _origins[i % _origins.Length]] += inner[i];
        }
    }
}
