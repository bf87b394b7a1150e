using System.Text.Json;
using Modelyard.Inference;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

public sealed class ModelInferenceTests
{
    [Fact]
    public void A_ridge_model_has_the_errors_of_its_penalised_information()
    {
        foreach (JsonElement one in Cases("penalized"))
        {
            Dataset data = Data(Texts(one, "features"), Text(one, "target")!);
            double penalty = one.GetProperty("penalty").GetDouble();
            PenalizedFit fit = RegressionInference.Of(new Ridge { Alpha = penalty }.Fit(data, FitContext.Default), data, penalty);
            Near(Numbers(one, "estimate"), [.. fit.Coefficients.Select(coefficient => coefficient.Estimate)], 1e-8, "estimate");
            Near(Numbers(one, "standardError"), [.. fit.Coefficients.Select(coefficient => coefficient.StandardError)], 1e-8, "standard error");
            Near([one.GetProperty("effective").GetDouble()], [fit.EffectiveDegrees], 1e-9, "degrees");
            Assert.Single(fit.Notes);
        }
    }

    [Fact]
    public void A_model_without_a_penalty_has_the_errors_of_the_regression_itself()
    {
        Dataset data = Data(["cement", "water", "age"], "compressive_strength");
        Same(new OlsRegression().Fit(RegressionData.Of(data)), RegressionInference.Of(new LinearRegression().Fit(data, FitContext.Default), data), 1e-9);

        Dataset rounded = Dataset.ForRegression(data.Features, [.. data.Target.ToArray().Select(value => Math.Round(value / 10))], data.Schema);
        GeneralizedLinearModel counts = new PoissonRegression { Alpha = 0, Tolerance = 0 }.Fit(rounded, FitContext.Default);
        Same(new GlmRegression { Family = RegressionFamily.Poisson }.Fit(RegressionData.Of(rounded)), RegressionInference.Of(counts, rounded, RegressionFamily.Poisson), 1e-6);

        int[] labels = [.. data.Target.ToArray().Select(value => value > 35 ? 1 : 0)];
        Dataset classes = Dataset.ForClassification(data.Features, labels, ["no", "yes"], data.Schema);
        LogisticModel logistic = new LogisticRegression { Penalty = LogisticPenalty.None, Tolerance = 1e-12 }.Fit(classes, FitContext.Default);
        Same(new GlmRegression { Family = RegressionFamily.Binomial }.Fit(RegressionData.Of(classes)), RegressionInference.Of(logistic, classes), 1e-6);
    }

    [Fact]
    public void A_model_of_other_rows_is_told_of()
    {
        Dataset data = Data(["cement", "water", "age"], "compressive_strength");
        LinearModel model = new LinearRegression().Fit(data.Rows([.. Enumerable.Range(0, 500)]), FitContext.Default);
        Assert.Contains(RegressionInference.Of(model, data).Notes, note => note.Contains("fitted to other rows", StringComparison.Ordinal));
        Assert.Contains("must be the same", Assert.Throws<ModelyardException>(() => RegressionInference.Of(model, Data(["cement", "water"], "compressive_strength"))).Message, StringComparison.Ordinal);
    }

    private static void Same(RegressionFit expected, RegressionFit actual, double tolerance)
    {
        Near([.. expected.Coefficients.Select(one => one.Estimate)], [.. actual.Coefficients.Select(one => one.Estimate)], tolerance, "estimate");
        Near([.. expected.Coefficients.Select(one => one.StandardError)], [.. actual.Coefficients.Select(one => one.StandardError)], tolerance, "standard error");
        Assert.Empty(actual.Notes);
    }

    private static Dataset Data(string[] features, string target)
    {
        Modelyard.Frames.Frame table = Table("concrete");
        var matrix = new Matrix(table.RowCount, features.Length);
        for (int j = 0; j < features.Length; j++)
        {
            double[] column = table[features[j]].ToDoubles();
            for (int row = 0; row < column.Length; row++)
            {
                matrix[row, j] = column[row];
            }
        }

        return Dataset.ForRegression(matrix, table[target].ToDoubles(), new FeatureSchema(features.Select(name => new Feature(name))));
    }
}
