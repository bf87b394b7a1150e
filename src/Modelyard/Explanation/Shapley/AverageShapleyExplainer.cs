using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the explanation of a weighted mean of models: the same mean of what each contributes.</summary>
internal sealed class AverageShapleyExplainer : IShapleyExplainer
{
    private readonly (IShapleyExplainer Explainer, double Weight)[] _members;
    private readonly double[] _base;

    /// <summary>Initializes an explainer.</summary>
    /// <param name="members">The explainers of the models, of the same features, outputs and scale, and their weights.</param>
    internal AverageShapleyExplainer((IShapleyExplainer Explainer, double Weight)[] members)
    {
        _members = members;
        _base = new double[Outputs.Count];
        foreach ((IShapleyExplainer member, double weight) in members)
        {
            VectorKernels.Axpy(weight, member.Base, _base);
        }
    }

    /// <inheritdoc/>
    public FeatureSchema Features => _members[0].Explainer.Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _members[0].Explainer.Outputs;

    /// <inheritdoc/>
    public ShapleyScale Scale => _members[0].Explainer.Scale;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Base => _base;

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions)
    {
        RowCheck.Results(contributions, Outputs.Count * Features.Count);
        contributions.Clear();
        double[] own = new double[contributions.Length];
        foreach ((IShapleyExplainer member, double weight) in _members)
        {
            member.Explain(row, own);
            VectorKernels.Axpy(weight, own, contributions);
        }
    }

    /// <inheritdoc/>
    public void Explain(Matrix rows, Matrix contributions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(contributions);
        RowCheck.Results(contributions, rows.Rows, Outputs.Count * Features.Count);
        var own = new Matrix(contributions.Rows, contributions.Columns);
        for (int row = 0; row < rows.Rows; row++)
        {
            contributions.Row(row).Clear();
        }

        foreach ((IShapleyExplainer member, double weight) in _members)
        {
            member.Explain(rows, own, degree);
            for (int row = 0; row < rows.Rows; row++)
            {
                VectorKernels.Axpy(weight, own.Row(row), contributions.Row(row));
            }
        }
    }
}
