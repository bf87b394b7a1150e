using System.Text.Json;
using Modelyard.Kernels;
using Modelyard.Kernels.Margins;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Kernels;

public sealed class LinearMachineTests
{
    private const double Near = 1e-4;

    // Newton's steps end at the minimum itself, whatever the tolerance.
    private const double NearByNewton = 1e-6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_between_classes_agree_with_scikit_learn(bool sparse)
    {
        foreach (JsonElement one in KernelOracle.Cases("LinearSvc"))
        {
            JsonElement settings = one.GetProperty("settings");
            Dataset data = Stored(LearnedOracle.Classification(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean()), sparse);
            LinearSvc machine = Classifier(settings);
            foreach (MarginSolver solver in Solvers(machine.Loss == HingeLoss.SquaredHinge, machine.Penalty == MarginPenalty.L2))
            {
                bool isNewton = solver == MarginSolver.Primal && machine.Penalty == MarginPenalty.L2;
                double near = isNewton ? NearByNewton : Near;
                LinearSvcModel model = (machine with { Solver = solver, Tolerance = isNewton ? new LinearSvc().Tolerance : machine.Tolerance }).Fit(data);
                string what = $"{settings.GetRawText()}, {solver}";
                for (int score = 0; score < model.DecisionCount; score++)
                {
                    LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("coefficients")[score]), model.Coefficients.Row(score), near, what);
                }

                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("intercepts")), model.Intercepts, near, what);
                LearnedOracle.PredictEveryWay(model, data.ToDense().Features);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_within_a_tube_agree_with_scikit_learn(bool sparse)
    {
        foreach (JsonElement one in KernelOracle.Cases("LinearSvr"))
        {
            JsonElement settings = one.GetProperty("settings");
            Dataset data = Stored(LearnedOracle.Regression(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean()), sparse);
            var machine = new LinearSvr
            {
                Loss = Enum.Parse<TubeLoss>(settings.GetProperty("Loss").GetString()!),
                C = settings.GetProperty("C").GetDouble(),
                Epsilon = settings.GetProperty("Epsilon").GetDouble(),
                Intercept = settings.GetProperty("Intercept").GetBoolean(),
                InterceptScaling = settings.GetProperty("InterceptScaling").GetDouble(),
                Tolerance = 1e-9,
                MaxIterations = 1_000_000,
            };
            foreach (MarginSolver solver in Solvers(machine.Loss == TubeLoss.SquaredEpsilonInsensitive, hasDual: true))
            {
                LinearSvrModel model = (machine with { Solver = solver }).Fit(data);
                string what = $"{settings.GetRawText()}, {solver}";
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("coefficients")), model.Coefficients, Near, what);
                LearnedOracle.Near(one.GetProperty("intercept").GetDouble(), model.Intercept, Near, what);
                LearnedOracle.PredictEveryWay(model, data.ToDense().Features);
            }
        }
    }

    [Fact]
    public void A_machine_with_nothing_set_ends_at_the_least_objective_on_features_of_any_scale_and_far_from_zero()
    {
        foreach (JsonElement one in KernelOracle.Root.GetProperty("bounds").EnumerateArray())
        {
            string table = one.GetProperty("table").GetString()!;
            bool isTube = one.GetProperty("epsilon").ValueKind == JsonValueKind.Number;
            Dataset data = isTube ? LearnedOracle.Regression(table) : LearnedOracle.Classification(table);
            double[] factors = LearnedOracle.Numbers(one.GetProperty("factors"));
            double price = one.GetProperty("C").GetDouble(), epsilon = isTube ? one.GetProperty("epsilon").GetDouble() : -1;
            data = data.WithFeatures(Shifted(Scaled(data.Features, factors), one.GetProperty("shift").GetDouble()), data.Schema);
            var said = new List<string>();
            var context = new FitContext { Warning = said.Add };
            double objective;
            if (isTube)
            {
                LinearSvrModel model = new LinearSvr { C = price, Epsilon = epsilon }.Fit(data, context);
                objective = Objective(data, model.Coefficients, model.Intercept, (score, row) => price * Math.Max(0, Math.Abs(score - data.Target[row]) - epsilon));
            }
            else
            {
                LinearSvcModel model = new LinearSvc { C = price, Loss = HingeLoss.Hinge }.Fit(data, context);
                objective = Objective(
                    data, model.Coefficients.Row(0), model.Intercepts[0], (score, row) => price * Math.Max(0, 1 - (data.Labels[row] == 1 ? score : -score)));
            }

            Assert.Empty(said);
            double bound = one.GetProperty("bound").GetDouble();
            Assert.True(objective <= bound * (1 + 1e-7), $"{one.GetRawText()}: the objective is '{objective}'.");
        }
    }

    [Theory]
    [InlineData(1e2)]
    [InlineData(1e4)]
    [InlineData(1e6)]
    public void An_L1_penalty_parts_rows_by_no_more_than_the_least_weights_that_can_however_high_the_price(double price)
    {
        // The least objective cannot exceed the sum of the sizes of weights that part the rows without any loss, and comes to it as the price grows.
        foreach (JsonElement one in KernelOracle.Root.GetProperty("parted").EnumerateArray())
        {
            Dataset data = LearnedOracle.Classification("cancer");
            data = data.WithFeatures(Scaled(data.Features, LearnedOracle.Numbers(one.GetProperty("factors"))), data.Schema).Rows([.. Enumerable.Range(0, one.GetProperty("rows").GetInt32())]);
            var said = new List<string>();
            LinearSvcModel model = new LinearSvc { C = price, Penalty = MarginPenalty.L1 }.Fit(data, new FitContext { Warning = said.Add });
            Assert.Empty(said);
            double sum = Math.Abs(model.Intercepts[0]);
            foreach (double weight in model.Coefficients.Row(0))
            {
                sum += Math.Abs(weight);
            }

            for (int row = 0; row < data.RowCount; row++)
            {
                double score = VectorKernels.Dot(model.Coefficients.Row(0), data.Features.Row(row)) + model.Intercepts[0];
                double gap = Math.Max(0, 1 - (data.Labels[row] == 1 ? score : -score));
                sum += price * gap * gap;
            }

            double least = one.GetProperty("least").GetDouble();
            Assert.InRange(sum, least * (1 - (10 * least / price)), least * (1 + 1e-7));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e4)]
    public void The_dual_of_a_squared_loss_ends_where_the_primal_does_on_features_of_any_scale(double price)
    {
        foreach (JsonElement one in KernelOracle.Root.GetProperty("bounds").EnumerateArray().Where(one => one.GetProperty("shift").GetDouble() == 0))
        {
            string table = one.GetProperty("table").GetString()!;
            double[] factors = LearnedOracle.Numbers(one.GetProperty("factors"));
            bool isTube = one.GetProperty("epsilon").ValueKind == JsonValueKind.Number;
            Dataset data = isTube ? LearnedOracle.Regression(table) : LearnedOracle.Classification(table);
            data = data.WithFeatures(Scaled(data.Features, factors), data.Schema);
            var said = new List<string>();
            var context = new FitContext { Warning = said.Add };
            double[] objectives = new double[2];
            foreach (MarginSolver solver in new[] { MarginSolver.Primal, MarginSolver.Dual })
            {
                if (isTube)
                {
                    LinearSvrModel model = new LinearSvr { C = price, Epsilon = 0.1, Loss = TubeLoss.SquaredEpsilonInsensitive, Solver = solver }.Fit(data, context);
                    objectives[solver == MarginSolver.Dual ? 1 : 0] = Objective(
                        data, model.Coefficients, model.Intercept, (score, row) => price * Math.Pow(Math.Max(0, Math.Abs(score - data.Target[row]) - 0.1), 2));
                }
                else
                {
                    LinearSvcModel model = new LinearSvc { C = price, Solver = solver }.Fit(data, context);
                    objectives[solver == MarginSolver.Dual ? 1 : 0] = Objective(
                        data, model.Coefficients.Row(0), model.Intercepts[0], (score, row) => price * Math.Pow(Math.Max(0, 1 - (data.Labels[row] == 1 ? score : -score)), 2));
                }
            }

            Assert.Empty(said);
            Assert.Equal(objectives[0], objectives[1], 1e-6 * objectives[0]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Rotated_rows_have_the_products_and_the_scores_that_they_had(double constant)
    {
        Matrix features = Shifted(LearnedOracle.Regression("diabetes").Features, 1e3);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 2] = 0.1 * row;
        }

        Dataset data = Dataset.ForRegression(features, new double[features.Rows]);
        var rows = new LinearRows(data, constant);
        RowRotation rotation = RowRotation.For(rows, [.. Enumerable.Range(0, rows.Count)])!;
        LinearRows turned = rotation.Apply(rows);
        double[] weights = [.. Enumerable.Range(0, features.Columns + 1).Select(column => Math.Sin(column))], back = rotation.Back(weights);
        Assert.Equal(VectorKernels.SumOfSquares(weights), VectorKernels.SumOfSquares(back), 1e-12);
        double[] first = new double[features.Columns + 1], second = new double[features.Columns + 1];
        for (int row = 0; row < rows.Count; row++)
        {
            rows.CopyTo(row, first);
            turned.CopyTo(row, second);
            Assert.Equal(VectorKernels.SumOfSquares(first), VectorKernels.SumOfSquares(second), 1e-6);
            Assert.Equal(rows.Score(row, back), turned.Score(row, weights), 1e-9);
        }

        Assert.Null(RowRotation.For(new LinearRows(LearnedOracle.Regression("diabetes"), constant), [.. Enumerable.Range(0, rows.Count)]));
    }

    [Theory]
    [InlineData("cancer", 0.3)]
    [InlineData("cancer", 10)]
    [InlineData("wine", 1)]
    public void No_feature_of_an_L1_penalty_pulls_by_more_or_less_than_the_penalty(string table, double price)
    {
        // The conditions of the optimum: the derivative of the losses is −sign of a weight that is not 0, and within −1 and 1 of one that is.
        Dataset data = LearnedOracle.Classification(table);
        LinearSvcModel model = new LinearSvc { C = price, Penalty = MarginPenalty.L1, Intercept = false }.Fit(data);
        for (int score = 0; score < model.DecisionCount; score++)
        {
            ReadOnlySpan<double> weights = model.Coefficients.Row(score);
            double[] slopes = new double[weights.Length];
            for (int row = 0; row < data.RowCount; row++)
            {
                double side = data.Labels[row] == (model.DecisionCount == 1 ? 1 : score) ? 1 : -1;
                double gap = Math.Max(0, 1 - (side * VectorKernels.Dot(weights, data.Features.Row(row))));
                VectorKernels.Axpy(-2 * price * side * gap, data.Features.Row(row), slopes);
            }

            for (int feature = 0; feature < slopes.Length; feature++)
            {
                double off = weights[feature] == 0 ? Math.Max(0, Math.Abs(slopes[feature]) - 1) : Math.Abs(slopes[feature] + Math.Sign(weights[feature]));
                Assert.InRange(off, 0, 1e-6);
            }
        }
    }

    [Fact]
    public void Few_rows_of_many_features_end_at_the_least_squared_loss()
    {
        // Of a squared loss, the weights are the sum of the rows, each times twice its price, its side and its gap.
        Dataset data = Wide(rows: 60, columns: 200);
        data = data.WithFeatures(Scaled(data.Features, [.. Enumerable.Range(0, 200).Select(column => Math.Pow(10, Math.Cos(column)))]), data.Schema);
        LinearSvcModel model = new LinearSvc { Intercept = false }.Fit(data);
        double[] expected = new double[200];
        for (int row = 0; row < data.RowCount; row++)
        {
            double side = data.Labels[row] == 0 ? 1 : -1;
            double gap = Math.Max(0, 1 - (side * VectorKernels.Dot(model.Coefficients.Row(0), data.Features.Row(row))));
            VectorKernels.Axpy(2 * side * gap, data.Features.Row(row), expected);
        }

        double length = VectorKernels.Norm(expected);
        for (int column = 0; column < expected.Length; column++)
        {
            Assert.Equal(expected[column], model.Coefficients[0, column], 1e-9 * length);
        }
    }

    [Fact]
    public void Two_rows_are_parted_half_way_with_a_margin_of_one()
    {
        // The widest margin between (−1, 5) and (3, 5) has the weights (1/2, 0) and runs through x = 1.
        Dataset data = Dataset.ForClassification(new Matrix([-1, 5, 3, 5], 2, 2), [0, 1], ["left", "right"]);
        LinearSvcModel model = new LinearSvc { Loss = HingeLoss.Hinge, C = 1e3, InterceptScaling = 1e3, Tolerance = 1e-9, MaxIterations = 1_000_000 }.Fit(data);
        LearnedOracle.Near([0.5, 0], model.Coefficients.Row(0), 1e-3, "weights");
        LearnedOracle.Near(-0.5, model.Intercepts[0], 1e-3, "intercept");
    }

    [Fact]
    public void Many_features_are_solved_by_conjugate_gradients_to_the_same_weights()
    {
        Dataset data = Wide(rows: 400, columns: 300);
        LinearSvc machine = new() { C = 0.1, Tolerance = 1e-8, MaxIterations = 100_000 };
        LinearSvcModel primal = (machine with { Solver = MarginSolver.Primal }).Fit(data), dual = (machine with { Solver = MarginSolver.Dual }).Fit(data);
        for (int score = 0; score < primal.DecisionCount; score++)
        {
            LearnedOracle.Near(dual.Coefficients.Row(score), primal.Coefficients.Row(score), 1e-5, "weights");
        }
    }

    [Fact]
    public void Calibrated_probabilities_lose_less_than_the_logistic_function_of_the_margin()
    {
        // Margins of a machine that leans little on its rows say too little; Platt's sigmoid mends that.
        Dataset data = Wide(rows: 600, columns: 5);
        LinearSvc machine = new() { C = 1e-3 };
        Assert.True(LogLoss((machine with { CalibrationFolds = 5 }).Fit(data), data) < LogLoss(machine.Fit(data), data) - 0.02);
    }

    [Fact]
    public void The_most_probable_class_is_the_one_of_the_greatest_score_far_from_all_margins()
    {
        Dataset data = LearnedOracle.Classification("wine");
        LinearSvcModel model = new LinearSvc().Fit(data);
        double[] scores = new double[3], probabilities = new double[3];
        foreach (double far in new[] { -1000.0, -20, 1, 8 })
        {
            double[] row = [.. data.Features.Row(7).ToArray().Select(value => value * far)];
            model.Decide(row, scores);
            model.PredictProbability(row, probabilities);
            Assert.Equal(VectorKernels.ArgMax(scores), VectorKernels.ArgMax(probabilities));
        }
    }

    [Fact]
    public void What_does_not_go_together_is_refused_with_a_way_out()
    {
        Dataset data = LearnedOracle.Classification("iris");
        foreach (LinearSvc machine in new LinearSvc[]
        {
            new() { Penalty = MarginPenalty.L1, Loss = HingeLoss.Hinge },
            new() { Penalty = MarginPenalty.L1, Solver = MarginSolver.Dual },
            new() { Loss = HingeLoss.Hinge, Solver = MarginSolver.Primal },
        })
        {
            Assert.Contains("which do not go together. Choose", Assert.Throws<ModelyardException>(() => machine.Fit(data)).Message, StringComparison.Ordinal);
        }

        var regressor = new LinearSvr { Solver = MarginSolver.Primal };
        Assert.Contains("Choose the solver", Assert.Throws<ModelyardException>(() => regressor.Fit(LearnedOracle.Regression("diabetes"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_that_is_cut_short_says_so()
    {
        var said = new List<string>();
        new LinearSvc { Solver = MarginSolver.Dual, C = 1e4, MaxIterations = 2 }.Fit(LearnedOracle.Classification("cancer"), new FitContext { Warning = said.Add });
        Assert.Contains("did not converge in '2' passes", Assert.Single(said), StringComparison.Ordinal);
    }

    private static double Objective(Dataset data, ReadOnlySpan<double> coefficients, double intercept, Func<double, int, double> loss)
    {
        double sum = (VectorKernels.SumOfSquares(coefficients) + (intercept * intercept)) / 2;
        for (int row = 0; row < data.RowCount; row++)
        {
            sum += loss(VectorKernels.Dot(coefficients, data.Features.Row(row)) + intercept, row);
        }

        return sum;
    }

    private static Matrix Scaled(Matrix features, double[] factors)
    {
        Matrix scaled = features.Copy();
        for (int row = 0; row < scaled.Rows; row++)
        {
            VectorKernels.Multiply(factors, scaled.Row(row));
        }

        return scaled;
    }

    private static Matrix Shifted(Matrix features, double shift)
    {
        Matrix shifted = features.Copy();
        foreach (ref double element in shifted.AsSpan())
        {
            element += shift;
        }

        return shifted;
    }

    private static double LogLoss(LinearSvcModel model, Dataset data)
    {
        double[] probabilities = new double[data.ClassCount];
        double loss = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            model.PredictProbability(data.Features.Row(row), probabilities);
            loss -= Math.Log(probabilities[data.Labels[row]]) / data.RowCount;
        }

        return loss;
    }

    private static Dataset Wide(int rows, int columns)
    {
        var random = new RandomStream(4);
        var features = new Matrix(rows, columns);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                features[row, column] = random.NextGaussian();
            }

            labels[row] = features[row, 0] + (0.5 * features[row, 1]) + (0.3 * random.NextGaussian()) > 0 ? features[row, 2] > 0 ? 2 : 1 : 0;
        }

        return Dataset.ForClassification(features, labels, ["a", "b", "c"]);
    }

    private static LinearSvc Classifier(JsonElement settings) => new()
    {
        Loss = Enum.Parse<HingeLoss>(settings.GetProperty("Loss").GetString()!),
        Penalty = Enum.Parse<MarginPenalty>(settings.GetProperty("Penalty").GetString()!),
        C = settings.GetProperty("C").GetDouble(),
        Intercept = settings.GetProperty("Intercept").GetBoolean(),
        InterceptScaling = settings.GetProperty("InterceptScaling").GetDouble(),
        ClassWeight = settings.GetProperty("Balanced").GetBoolean() ? ClassWeight.Balanced : ClassWeight.None,
        Tolerance = 1e-7,
        MaxIterations = 100_000,
    };

    private static IEnumerable<MarginSolver> Solvers(bool squared, bool hasDual) =>
        [MarginSolver.Auto, .. squared ? [MarginSolver.Primal] : (MarginSolver[])[], .. hasDual ? [MarginSolver.Dual] : (MarginSolver[])[]];

    private static Dataset Stored(Dataset data, bool sparse) => sparse ? data.WithFeatures(SparseMatrix.From(data.Features), data.Schema) : data;
}
