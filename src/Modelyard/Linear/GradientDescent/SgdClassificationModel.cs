using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a classification by weighted sums of the features that gradient descent learned.</summary>
public sealed class SgdClassificationModel : LinearClassificationModel, IFeatureImportance, IPersistent<SgdClassificationModel>
{
    /// <summary>The least lead of a score with which its class is the most probable beyond all rounding of the probabilities.</summary>
    private const double ClearLead = 1e-9;

    private readonly double[] _importances;

    internal SgdClassificationModel(
        FeatureSchema features, IReadOnlyList<string> classes, SgdClassificationLoss loss, Matrix coefficients, double[] intercepts, double[] importances)
        : base(features, classes, coefficients, intercepts)
    {
        Loss = loss;
        _importances = importances;
    }

    /// <inheritdoc/>
    public static string TypeName => "sgd-classification";

    /// <summary>Gets what was minimised, which says how scores become probabilities.</summary>
    public SgdClassificationLoss Loss { get; }

    /// <summary>Gets the sum of each feature's coefficients' sizes times its standard deviation in training, as a share of all.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public static SgdClassificationModel Load(StateReader state)
    {
        (FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts) = LoadScores(state);
        double[] importances = state.ReadDoubles("importances", features.Count);
        CoefficientChecks.Finite("coefficients", coefficients.AsSpan());
        CoefficientChecks.Finite("intercept", intercepts);
        CoefficientChecks.Importances(importances);
        return new SgdClassificationModel(features, classes, state.ReadEnum<SgdClassificationLoss>("loss"), coefficients, intercepts, importances);
    }

    /// <inheritdoc/>
    public override void Save(StateWriter state)
    {
        base.Save(state);
        state.Write("loss", Loss.ToString());
        state.Write("importances", _importances);
    }

    private protected override int? ClearClass(ReadOnlySpan<double> scores)
    {
        if (DecisionCount == 1)
        {
            return Math.Abs(scores[0]) > ClearLead ? (scores[0] > 0 ? 1 : 0) : null;
        }

        int leader = ScoreWeights.Leader(scores, ClearLead);
        return leader >= 0 && (Loss == SgdClassificationLoss.Log || Math.Abs(scores[leader]) < FarOut(Loss)) ? leader : null;
    }

    /// <summary>Gets the size of a score from which probabilities of another loss than the log loss are alike, in full or to rounding.</summary>
    private static double FarOut(SgdClassificationLoss loss) => loss == SgdClassificationLoss.ModifiedHuber ? 1 : 10;

    private protected override void ToPair(Span<double> second, Span<double> first)
    {
        if (Loss != SgdClassificationLoss.ModifiedHuber)
        {
            ToLogistic(second, first);
            return;
        }

        for (int i = 0; i < second.Length; i++)
        {
            second[i] = (Math.Clamp(second[i], -1, 1) + 1) / 2;
            first[i] = 1 - second[i];
        }
    }

    private protected override void ToShares(Span<double> scores)
    {
        switch (Loss)
        {
            case SgdClassificationLoss.Log:
                VectorKernels.Softmax(scores, out _);
                break;
            case SgdClassificationLoss.ModifiedHuber:
                Share(scores);
                break;
            default:
                // The shares of logistic functions, from their logarithms so that none vanishes where all are small.
                foreach (ref double score in scores)
                {
                    score = -Math.Log(1 + Math.Exp(-Math.Abs(score))) + Math.Min(0, score);
                }

                VectorKernels.Softmax(scores, out _);
                break;
        }
    }

    private static void Share(Span<double> scores)
    {
        double sum = 0;
        foreach (ref double score in scores)
        {
            score = (Math.Clamp(score, -1, 1) + 1) / 2;
            sum += score;
        }

        foreach (ref double score in scores)
        {
            score = sum > 0 ? score / sum : 1.0 / scores.Length;
        }
    }
}
