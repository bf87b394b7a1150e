using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Asks models how far their members are apart, also those that are one model: it agrees with itself.</summary>
internal static class MemberSpread
{
    /// <summary>Gets the number of models that are compared; 1 for what is no ensemble.</summary>
    internal static int CountOf(IModel model) => model switch
    {
        ISpreadModel ensemble => ensemble.MemberCount,
        IUncertaintyModel ensemble => ensemble.MemberCount,
        _ => 1,
    };

    internal static PredictedSpread Predict(IRegressionModel model, ReadOnlySpan<double> row) =>
        model is ISpreadModel ensemble ? ensemble.PredictSpread(row) : new PredictedSpread(model.Predict(row), 0);

    internal static void Predict(IRegressionModel model, Matrix rows, Span<PredictedSpread> spreads, int degree)
    {
        if (model is ISpreadModel ensemble)
        {
            ensemble.PredictSpread(rows, spreads, degree);
            return;
        }

        double[] own = new double[rows.Rows];
        model.Predict(rows, own, degree);
        Copy(own, spreads);
    }

    internal static void Predict(IRegressionModel model, SparseMatrix rows, Span<PredictedSpread> spreads, int degree)
    {
        if (model is ISpreadModel ensemble)
        {
            ensemble.PredictSpread(rows, spreads, degree);
            return;
        }

        double[] own = new double[rows.Rows];
        model.Predict(rows, own, degree);
        Copy(own, spreads);
    }

    /// <summary>Predicts the rows of a data set, sparse or dense.</summary>
    internal static void Predict(IRegressionModel model, Dataset data, Span<PredictedSpread> spreads, int degree)
    {
        if (data.IsSparse)
        {
            Predict(model, data.SparseFeatures, spreads, degree);
        }
        else
        {
            Predict(model, data.Features, spreads, degree);
        }
    }

    internal static PredictedUncertainty Predict(IClassificationModel model, ReadOnlySpan<double> row, Span<double> probabilities)
    {
        if (model is IUncertaintyModel ensemble)
        {
            return ensemble.PredictUncertainty(row, probabilities);
        }

        model.PredictProbability(row, probabilities);
        return PredictedUncertainty.OfOne(probabilities);
    }

    internal static void Predict(IClassificationModel model, Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree)
    {
        if (model is IUncertaintyModel ensemble)
        {
            ensemble.PredictUncertainty(rows, probabilities, uncertainties, degree);
            return;
        }

        model.PredictProbability(rows, probabilities, degree);
        PredictedUncertainty.OfOne(probabilities, uncertainties);
    }

    internal static void Predict(IClassificationModel model, SparseMatrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree)
    {
        if (model is IUncertaintyModel ensemble)
        {
            ensemble.PredictUncertainty(rows, probabilities, uncertainties, degree);
            return;
        }

        model.PredictProbability(rows, probabilities, degree);
        PredictedUncertainty.OfOne(probabilities, uncertainties);
    }

    /// <summary>Predicts the rows of a data set, sparse or dense.</summary>
    internal static void Predict(IClassificationModel model, Dataset data, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree)
    {
        if (data.IsSparse)
        {
            Predict(model, data.SparseFeatures, probabilities, uncertainties, degree);
        }
        else
        {
            Predict(model, data.Features, probabilities, uncertainties, degree);
        }
    }

    private static void Copy(double[] predictions, Span<PredictedSpread> spreads)
    {
        for (int row = 0; row < predictions.Length; row++)
        {
            spreads[row] = new PredictedSpread(predictions[row], 0);
        }
    }
}
