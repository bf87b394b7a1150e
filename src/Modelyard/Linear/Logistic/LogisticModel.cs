using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a classification by scores that are weighted sums of the features.</summary>
public sealed class LogisticModel : LinearClassificationModel, IFeatureImportance, IPersistent<LogisticModel>
{
    /// <summary>The least lead of a score with which its class is the most probable beyond all rounding of the probabilities.</summary>
    private const double ClearLead = 1e-12;

    private readonly double[] _importances;

    internal LogisticModel(FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts, double[] importances)
        : base(features, classes, coefficients, intercepts) => _importances = importances;

    /// <inheritdoc/>
    public static string TypeName => "logistic";

    /// <summary>Gets the sum of each feature's coefficients' sizes times its standard deviation in training, as a share of all.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public static LogisticModel Load(StateReader state)
    {
        (FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts) = LoadScores(state);
        double[] importances = state.ReadDoubles("importances", features.Count);
        CoefficientChecks.Finite("coefficients", coefficients.AsSpan());
        CoefficientChecks.Finite("intercept", intercepts);
        CoefficientChecks.Importances(importances);
        return new LogisticModel(features, classes, coefficients, intercepts, importances);
    }

    /// <inheritdoc/>
    public override void Save(StateWriter state)
    {
        base.Save(state);
        state.Write("importances", _importances);
    }

    private protected override void ToPair(Span<double> second, Span<double> first) => ToLogistic(second, first);

    private protected override void ToShares(Span<double> scores) => VectorKernels.Softmax(scores, out _);

    private protected override int? ClearClass(ReadOnlySpan<double> scores)
    {
        if (DecisionCount == 1)
        {
            return Math.Abs(scores[0]) > ClearLead ? (scores[0] > 0 ? 1 : 0) : null;
        }

        int leader = ScoreWeights.Leader(scores, ClearLead);
        return leader >= 0 ? leader : null;
    }
}
