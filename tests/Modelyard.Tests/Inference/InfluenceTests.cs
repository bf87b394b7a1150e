using System.Text.Json;
using Modelyard.Inference;
using Modelyard.Numerics;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

public sealed class InfluenceTests
{
    [Fact]
    public void Measures_agree_with_statsmodels()
    {
        foreach (JsonElement one in Cases("influence"))
        {
            InfluenceMeasures measures = ((LinearFit)new OlsRegression().Fit(Data(one))).Influence();
            int rows = Numbers(one, "leverage").Length;
            Near(Numbers(one, "leverage"), measures.Leverages[..rows], 1e-8, Describe(one) + " leverage");
            Near(Numbers(one, "internal"), measures.InternallyStudentized[..rows], 1e-8, Describe(one) + " internal");
            Near(Numbers(one, "external"), measures.ExternallyStudentized[..rows], 1e-8, Describe(one) + " external");
            Near(Numbers(one, "cooks"), measures.CooksDistances[..rows], 1e-8, Describe(one) + " Cook's distance");
            Near(Numbers(one, "cooksPValue"), [.. Enumerable.Range(0, rows).Select(measures.CooksPValue)], 1e-8, Describe(one) + " p-value");
            Near(Numbers(one, "dffits"), measures.Dffits[..rows], 1e-8, Describe(one) + " DFFITS");
            Near(Numbers(one, "dfbetas"), measures.Dfbetas.RowRange(0, rows).AsSpan(), 1e-7, Describe(one) + " DFBETAS");
        }
    }

    [Fact]
    public void The_coefficients_without_a_row_are_those_that_its_influence_foretells()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(60, 3, seed: 5);
        var fit = (LinearFit)new OlsRegression().Fit(RegressionData.Of(DesignMatrix.Of(features), target));
        InfluenceMeasures measures = fit.Influence();
        int row = measures.MostInfluential(1)[0];
        int[] others = [.. Enumerable.Range(0, 60).Where(one => one != row)];
        var without = (LinearFit)new OlsRegression().Fit(RegressionData.Of(DesignMatrix.Of(features.SelectRows(others)), [.. others.Select(one => target[one])]));
        for (int j = 0; j < fit.Coefficients.Count; j++)
        {
            double error = fit.Coefficients[j].StandardError * Math.Sqrt(without.Scale / fit.Scale);
            Near([(fit.Coefficients[j].Estimate - without.Coefficients[j].Estimate) / error], [measures.Dfbetas[row, j]], 1e-9, "DFBETAS");
        }

        Near([4], [measures.Leverages.ToArray().Sum()], 1e-12, "sum of leverages");
    }
}
