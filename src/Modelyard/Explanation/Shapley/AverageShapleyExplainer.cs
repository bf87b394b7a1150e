using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the explanation of a weighted mean of models: the same mean of what each contributes.</summary>
internal sealed class AverageShapleyExplainer : IShapleyExplainer
{
    private readonly Member[] _members;
    private readonly double[] _base;

    /// <summary>Initializes an explainer.</summary>
    /// <param name="features">The features of the mean.</param>
    /// <param name="members">The models, of the same outputs and scale.</param>
    internal AverageShapleyExplainer(FeatureSchema features, Member[] members)
    {
        Features = features;
        _members = members;
        _base = new double[Outputs.Count];
        foreach (Member member in members)
        {
            VectorKernels.Axpy(member.Weight, member.Explainer.Base, _base);
        }
    }

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _members[0].Explainer.Outputs;

    /// <inheritdoc/>
    public ShapleyScale Scale => _members[0].Explainer.Scale;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Base => _base;

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(contributions, Outputs.Count * Features.Count);
        contributions.Clear();
        foreach (Member member in _members)
        {
            double[] read = new double[member.Features.Length], own = new double[Outputs.Count * read.Length];
            for (int feature = 0; feature < read.Length; feature++)
            {
                read[feature] = row[member.Features[feature]];
            }

            member.Explainer.Explain(read, own);
            Add(member, own, contributions);
        }
    }

    /// <inheritdoc/>
    public void Explain(Matrix rows, Matrix contributions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(contributions);
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(contributions, rows.Rows, Outputs.Count * Features.Count);
        for (int row = 0; row < rows.Rows; row++)
        {
            contributions.Row(row).Clear();
        }

        foreach (Member member in _members)
        {
            Matrix read = member.Features.Length == Features.Count ? rows : Select(rows, member.Features);
            var own = new Matrix(rows.Rows, Outputs.Count * member.Features.Length);
            member.Explainer.Explain(read, own, degree);
            for (int row = 0; row < rows.Rows; row++)
            {
                Add(member, own.Row(row), contributions.Row(row));
            }
        }
    }

    /// <summary>Takes features out of rows.</summary>
    internal static Matrix Select(Matrix rows, int[] features)
    {
        var taken = new Matrix(rows.Rows, features.Length);
        for (int row = 0; row < rows.Rows; row++)
        {
            for (int feature = 0; feature < features.Length; feature++)
            {
                taken[row, feature] = rows[row, features[feature]];
            }
        }

        return taken;
    }

    private void Add(Member member, ReadOnlySpan<double> own, Span<double> contributions)
    {
        for (int i = 0; i < own.Length; i++)
        {
            contributions[(i / member.Features.Length * Features.Count) + member.Features[i % member.Features.Length]] += member.Weight * own[i];
        }
    }

    /// <summary>Represents one model of a mean.</summary>
    /// <param name="Explainer">Its explainer.</param>
    /// <param name="Weight">Its weight.</param>
    /// <param name="Features">The features that it reads, ascending.</param>
    internal sealed record Member(IShapleyExplainer Explainer, double Weight, int[] Features);
}
