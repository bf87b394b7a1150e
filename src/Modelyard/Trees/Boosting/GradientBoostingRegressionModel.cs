using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents boosted trees that predict a number.</summary>
public sealed class GradientBoostingRegressionModel : IRegressionModel, IFeatureImportance, IPersistent<GradientBoostingRegressionModel>
{
    private readonly TreeEnsemble _ensemble;
    private readonly double[] _trainingLoss;
    private readonly double[] _validationLoss;

    internal GradientBoostingRegressionModel(FeatureSchema features, BoostingLoss? loss, BoostingLink link, TreeEnsemble ensemble, double[] trainingLoss, double[] validationLoss)
    {
        Features = features;
        Loss = loss;
        Link = link;
        _ensemble = ensemble;
        _trainingLoss = trainingLoss;
        _validationLoss = validationLoss;
    }

    /// <inheritdoc/>
    public static string TypeName => "gradient-boosting-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets what was minimised; null for an objective of one's own.</summary>
    public BoostingLoss? Loss { get; }

    /// <summary>Gets how the sum of the trees becomes a prediction.</summary>
    public BoostingLink Link { get; }

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => _ensemble.Tables.Roots.Length;

    /// <summary>Gets the share of each feature in all that the splits saved of the loss.</summary>
    public ReadOnlySpan<double> FeatureImportances => _ensemble.Tables.Importances;

    /// <summary>Gets the mean loss on the training rows before the first iteration and after each.</summary>
    public ReadOnlySpan<double> TrainingLoss => _trainingLoss;

    /// <summary>Gets the mean loss on the held-out rows before the first iteration and after each that was tried; empty if none were held out.</summary>
    public ReadOnlySpan<double> ValidationLoss => _validationLoss;

    /// <summary>Gets the trees.</summary>
    internal EnsembleTables Trees => _ensemble.Tables;

    /// <inheritdoc/>
    public static GradientBoostingRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        BoostingLoss? loss = state.Contains("loss") ? state.ReadEnum<BoostingLoss>("loss") : null;
        BoostingLink link = loss is { } known ? LinkOf(known) : state.ReadEnum<BoostingLink>("link");
        (FeatureSchema features, TreeEnsemble ensemble, double[] trainingLoss, double[] validationLoss) = BoostingState.Load(state, outputs: 1);
        return new GradientBoostingRegressionModel(features, loss, link, ensemble, trainingLoss, validationLoss);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Loss is { } loss)
        {
            state.Write("loss", loss.ToString());
        }

        state.Write("link", Link.ToString());
        BoostingState.Save(state, Features, _ensemble, _trainingLoss, _validationLoss);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        BoostingState.CheckRow(row.Length, Features);
        double score = 0;
        _ensemble.Score(row, new Span<double>(ref score));
        return FromScore(score, Link);
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BoostingState.CheckRow(rows.Columns, Features);
        if (predictions.Length != rows.Rows)
        {
            throw new ArgumentException($"The predictions hold '{predictions.Length}' elements and must hold '{rows.Rows}', one for each row.", nameof(predictions));
        }

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = predictions)
        {
            double* output = start;
            _ensemble.Score(
                rows,
                (first, scores) =>
                {
                    for (int i = 0; i < scores.Length; i++)
                    {
                        output[first + i] = FromScore(scores[i], Link);
                    }
                },
                degree);
        }
    }

    internal static BoostingLink LinkOf(BoostingLoss loss) =>
        loss is BoostingLoss.Poisson or BoostingLoss.Gamma or BoostingLoss.Tweedie ? BoostingLink.Log : BoostingLink.Identity;

    /// <summary>Turns a sum of trees into a prediction.</summary>
    internal static double FromScore(double score, BoostingLink link) => link switch
    {
        BoostingLink.Log => Math.Exp(score),
        BoostingLink.Logit => 1 / (1 + Math.Exp(-score)),
        _ => score,
    };
}
