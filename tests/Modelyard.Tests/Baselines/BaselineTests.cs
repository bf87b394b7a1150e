using Modelyard.Baselines;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Baselines;

public sealed class BaselineTests
{
    [Theory]
    [InlineData(BaselineStatistic.Mean, 0.5, 4)]
    [InlineData(BaselineStatistic.Median, 0.5, 2.5)]
    [InlineData(BaselineStatistic.Quantile, 0.9, 7.9)]
    public void A_regressor_predicts_its_statistic(BaselineStatistic strategy, double quantile, double expected)
    {
        Dataset data = Dataset.ForRegression(new Matrix(4, 1), [1, 3, 2, 10]);
        BaselineRegressionModel model = new BaselineRegressor { Strategy = strategy, Quantile = quantile }.Fit(data);
        LearnedOracle.Near(expected, LearnedOracle.PredictEveryWay(model, data.Features)[0], 1e-12, "prediction");
    }

    [Fact]
    public void A_weighted_median_counts_weights()
    {
        Dataset data = Dataset.ForRegression(new Matrix(4, 1), [1, 3, 2, 10]).WithWeights([0, 1, 0, 3]);
        Assert.Equal(10, new BaselineRegressor { Strategy = BaselineStatistic.Median }.Fit(data).Prediction);
        Assert.Equal(8.25, new BaselineRegressor().Fit(data).Prediction);
    }

    [Theory]
    [InlineData(BaselineStrategy.Prior, 0.75)]
    [InlineData(BaselineStrategy.MostFrequent, 1)]
    [InlineData(BaselineStrategy.Uniform, 0.5)]
    public void A_classifier_predicts_its_shares(BaselineStrategy strategy, double expected)
    {
        Dataset data = Dataset.ForClassification(new Matrix(4, 1), [0, 1, 0, 0], ["a", "b"]);
        BaselineClassificationModel model = new BaselineClassifier { Strategy = strategy }.Fit(data);
        Assert.Equal(expected, LearnedOracle.PredictEveryWay(model, data.Features)[0, 0]);
    }
}
