using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Defines what splits an output of a model among the features of a row: Shapley values, prepared once for a model. Safe for any number of threads.</summary>
/// <remarks>
/// For each output, <see cref="Base"/> and the contributions of all features sum up to what the model gives for the row on <see cref="Scale"/>.
/// Of two classes the second alone is explained: the first has the opposite contributions.
/// Source: Lundberg and Lee (2017), A unified approach to interpreting model predictions, NeurIPS.
/// </remarks>
public interface IShapleyExplainer
{
    /// <summary>Gets the features to which contributions belong, in the order of the rows.</summary>
    FeatureSchema Features { get; }

    /// <summary>Gets the names of the outputs: the classes, or the targets; one empty name for a single number.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>Gets the unit of the contributions.</summary>
    ShapleyScale Scale { get; }

    /// <summary>Gets what each output is if nothing is known of a row.</summary>
    ReadOnlySpan<double> Base { get; }

    /// <summary>Explains one row.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="contributions">Receives outputs x features numbers, output by output.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    void Explain(ReadOnlySpan<double> row, Span<double> contributions);

    /// <summary>Explains many rows, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="contributions">Receives the contributions, rows x (outputs x features).</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    void Explain(Matrix rows, Matrix contributions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(contributions);
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(contributions, rows.Rows, Outputs.Count * Features.Count);
        ParallelLoop.For(rows.Rows, degree, row => Explain(rows.Row(row), contributions.Row(row)));
    }
}
