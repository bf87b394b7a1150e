using Modelyard.Learning;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Trees.Boosting;

/// <summary>Holds the rows that say when boosting stops to what those who read them in order rely on.</summary>
public sealed class RowHoldoutTests
{
    [Theory]
    [InlineData(TaskKind.Regression, false)]
    [InlineData(TaskKind.Regression, true)]
    [InlineData(TaskKind.Classification, false)]
    [InlineData(TaskKind.Classification, true)]
    public void Both_parts_ascend_and_hold_each_row_that_weighs_anything_once(TaskKind task, bool grouped)
    {
        const int Rows = 2000;
        double[] weights = [.. Enumerable.Range(0, Rows).Select(row => row % 5 == 0 ? 0.0 : 1.0)];
        Dataset data = task == TaskKind.Regression ? BoostingTables.Regression(Rows) : BoostingTables.Classification(Rows, 3);
        data = data.WithGroups(grouped ? [.. Enumerable.Range(0, Rows).Select(row => row % 40)] : null);

        RowHoldout holdout = RowHoldout.Create(data, Plan(weights), FitContext.Default);

        Assert.Equal(holdout.Training!.Order(), holdout.Training);
        Assert.Equal(holdout.Validation.Order(), holdout.Validation);
        Assert.Equal(Enumerable.Range(0, Rows).Where(row => weights[row] > 0), holdout.Training!.Concat(holdout.Validation).Order());
        Assert.InRange(holdout.Validation.Length, 300, 350);
        Assert.NotEqual(holdout.Validation, Enumerable.Range(holdout.Validation[0], holdout.Validation.Length));
    }

    private static BoostingPlan Plan(double[] weights) => new()
    {
        LearningRate = 0.1,
        Iterations = 1,
        MaxBins = 255,
        RowShare = 1,
        EarlyStopping = EarlyStopping.On,
        ValidationShare = 0.2,
        Patience = 1,
        Tolerance = 0,
        Growth = null!,
        Weights = weights,
        Objective = _ => throw new InvalidOperationException("No objective is made of rows."),
    };
}
