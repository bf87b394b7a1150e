using System.Text.Json;
using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Bayes;

public sealed class GaussianNaiveBayesTests
{
    [Fact]
    public void Moments_and_probabilities_agree_with_scikit_learn()
    {
        foreach (JsonElement one in LearnedOracle.Cases("GaussianNaiveBayes"))
        {
            Dataset data = LearnedOracle.Classification(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            var estimator = new GaussianNaiveBayes { VarSmoothing = one.GetProperty("settings").GetProperty("VarSmoothing").GetDouble() };
            GaussianNaiveBayesModel model = estimator.Fit(data);
            LearnedOracle.Near(LearnedOracle.Rows(one.GetProperty("means")).AsSpan(), model.Means.AsSpan(), 1e-10, "means");
            LearnedOracle.Near(LearnedOracle.Rows(one.GetProperty("variances")).AsSpan(), model.Variances.AsSpan(), 1e-10, "variances");
            Matrix probabilities = LearnedOracle.PredictEveryWay(model, data.Features);
            LearnedOracle.Near(LearnedOracle.Rows(one.GetProperty("probabilities")).AsSpan(), probabilities.RowRange(0, 8).AsSpan(), 1e-9, "probabilities");
        }
    }

    [Fact]
    public void Moments_of_parts_are_those_of_the_whole()
    {
        Dataset data = LearnedOracle.Classification("wine", weighted: true);
        var whole = new ClassMoments(3, data.FeatureCount);
        whole.Add(data.Block(0, data.RowCount));
        ClassMoments parts = whole.Empty(), second = whole.Empty();
        parts.Add(data.Block(0, 31));
        second.Add(data.Block(31, data.RowCount - 31));
        parts.Merge(second);
        for (int label = 0; label < 3; label++)
        {
            LearnedOracle.Near(whole.Means(label), parts.Means(label), 1e-12, "means");
            LearnedOracle.Near(whole.Deviations(label), parts.Deviations(label), 1e-12, "deviations");
        }
    }

    [Fact]
    public void Features_that_never_change_leave_the_priors()
    {
        Dataset data = Dataset.ForClassification(new Matrix(4, 2), [0, 0, 0, 1], ["a", "b"]);
        Matrix probabilities = LearnedOracle.PredictEveryWay(new GaussianNaiveBayes().Fit(data), data.Features);
        LearnedOracle.Near([0.75, 0.25], probabilities.Row(0), 1e-12, "probability");
        probabilities = LearnedOracle.PredictEveryWay(new GaussianNaiveBayes { Priors = ClassPriors.Uniform }.Fit(data), data.Features);
        LearnedOracle.Near([0.5, 0.5], probabilities.Row(0), 1e-12, "probability");
    }
}
