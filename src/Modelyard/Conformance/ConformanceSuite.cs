using Modelyard.Learning;

namespace Modelyard.Conformance;

/// <summary>Lists what the contract asks of every learner, as checks that any test framework can run.</summary>
/// <remarks>
/// What a learner does not promise, it says by its <see cref="LearnerTraits"/>: those checks are not in the list, or ask for a refusal instead. Nothing is left
/// out by name.
/// </remarks>
public static class ConformanceSuite
{
    /// <summary>Lists the checks of a learner.</summary>
    /// <param name="learner">The learner; settings that make it quick (fewer trees) are welcome.</param>
    /// <returns>The checks, each of which can be run alone, in any order, as often as one likes.</returns>
    public static IReadOnlyList<ConformanceCheck> Of(ILearner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        var checks = new List<ConformanceCheck>
        {
            new("The same seed gives the same model bit for bit", () => FitConformance.SameSeedSameModel(learner)),
            new("Any number of threads gives the same model bit for bit", () => FitConformance.AnyNumberOfThreads(learner)),
            new("A fit leaves its input unchanged", () => FitConformance.InputUnchanged(learner)),
            new("Later fits change no model", () => FitConformance.LaterFitsChangeNothing(learner)),
            new("A fit cancelled before it begins ends at once", () => FitConformance.CancelledBefore(learner)),
            new("A fit cancelled on its way ends soon", () => FitConformance.CancelledDuring(learner)),
            new("A tiny time budget gives a model or says that there is none", () => FitConformance.TinyBudget(learner)),
            new("A row alone gives what it gives in a batch", () => PredictionConformance.SingleRowIsBatchRow(learner)),
            new("Predictions from several threads are the same", () => PredictionConformance.ConcurrentIsSequential(learner)),
            new("A prediction of a single row allocates nothing", () => PredictionConformance.NoAllocation(learner)),
            new("Predictions far from the training rows are finite", () => PredictionConformance.PredictionsAreFinite(learner)),
            new("Rows and results of a wrong shape are refused", () => PredictionConformance.WrongShapesAreRefused(learner)),
            new("Weights are honoured or refused", () => InvarianceConformance.Weights(learner)),
            new("Constant columns are no obstacle", () => DataConformance.ConstantColumn(learner)),
            new("A column may be there twice", () => DataConformance.DuplicatedColumn(learner)),
            new("A single column is enough", () => DataConformance.SingleColumn(learner)),
            new("There may be more columns than rows", () => DataConformance.MoreColumnsThanRows(learner)),
            new("One or two rows give a model or a refusal", () => DataConformance.FewRows(learner)),
            new("No rows are refused", () => DataConformance.NoRows(learner)),
            new("Missing values are learned from or refused", () => DataConformance.MissingValues(learner)),
            new("Infinities are refused", () => DataConformance.Infinity(learner)),
            new("A model stored and read back is the same", () => FitConformance.ReloadedIsTheSame(learner)),
            new("Hyperparameters are declared", () => HyperparameterConformance.Declared(learner)),
            new("Hyperparameters out of range are refused by name", () => HyperparameterConformance.OutOfRangeIsRefused(learner)),
            new("Every searched value can be fitted", () => HyperparameterConformance.SearchSpaceFits(learner)),
        };
        if (learner is IEstimator or ITransformer)
        {
            // Data of several targets has no sparse features.
            checks.Add(new("Sparse features are learned from as dense ones are, or refused", () => DataConformance.SparseFeatures(learner)));
        }

        AddByTraits(checks, learner);
        if (learner is IEstimator estimator)
        {
            AddByTask(checks, estimator);
        }

        return checks;
    }

    private static void AddByTraits(List<ConformanceCheck> checks, ILearner learner)
    {
        if (!learner.Traits.DependsOnRowOrder)
        {
            checks.Add(new("The order of the rows does not matter", () => InvarianceConformance.RowOrder(learner)));
        }

        if (learner.Traits is { Weights: true, WeightsCountAsRows: true })
        {
            checks.Add(new("A row of weight 2 is a row twice", () => InvarianceConformance.WeightTwoIsTwice(learner)));
            checks.Add(new("A row of weight 0 is no row", () => InvarianceConformance.WeightZeroIsAbsent(learner)));
        }

        if (learner is IStreamingEstimator or IStreamingTransformer)
        {
            checks.Add(new("A stream of chunks gives what all rows at once give", () => StreamConformance.StreamIsWhole(learner)));
            checks.Add(new("A fit to a stream that was cancelled ends", () => StreamConformance.StreamMayBeCancelled(learner)));
        }

        if (learner is IIncrementalEstimator incremental)
        {
            checks.Add(new("Chunks one after the other make one model", () => StreamConformance.ChunksMakeOneModel(incremental)));
            checks.Add(new("A model stays as it is when its fit goes on", () => StreamConformance.ModelsStayAsTheyAre(incremental)));
            checks.Add(new("A chunk that is refused leaves the fit as it was", () => StreamConformance.RefusedChunksLeaveNothing(incremental)));
        }

        if (learner.Traits.Categories)
        {
            checks.Add(new("A level that was never seen is no obstacle", () => DataConformance.UnknownLevel(learner)));
        }
    }

    private static void AddByTask(List<ConformanceCheck> checks, IEstimator estimator)
    {
        if (estimator.Task == TaskKind.AnomalyDetection)
        {
            return;
        }

        checks.Add(new("A target of the other task is refused", () => DataConformance.WrongTask(estimator)));
        if (estimator.Task == TaskKind.Regression)
        {
            checks.Add(new("A constant target is predicted", () => DataConformance.ConstantTarget(estimator)));
            return;
        }

        checks.Add(new("Probabilities lie between 0 and 1 and sum to 1", () => PredictionConformance.ProbabilitiesSumToOne(estimator)));
        checks.Add(new("The names of the classes do not matter", () => InvarianceConformance.ClassNames(estimator)));
        checks.Add(new("There may be many classes", () => DataConformance.ManyClasses(estimator)));
        checks.Add(new("A class may be absent from the training rows", () => DataConformance.AbsentClass(estimator)));
        checks.Add(new("A class may have a single row", () => DataConformance.RareClass(estimator)));
        checks.Add(new("A target of one class is refused", () => DataConformance.OneClass(estimator)));
    }
}
