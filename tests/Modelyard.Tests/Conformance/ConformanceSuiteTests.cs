using Modelyard.Conformance;
using Modelyard.Learning;
using Modelyard.Persistence;

namespace Modelyard.Tests.Conformance;

/// <summary>Shows that every check of the suite can fail: a learner that breaks one promise fails the check of that promise.</summary>
public sealed class ConformanceSuiteTests
{
    private static readonly Dictionary<Fault, string> BrokenBy = new()
    {
        [Fault.ForgetsItsSeed] = "The same seed gives the same model bit for bit",
        [Fault.CountsThreads] = "Any number of threads gives the same model bit for bit",
        [Fault.WritesToItsInput] = "A fit leaves its input unchanged",
        [Fault.SharesItsState] = "Later fits change no model",
        [Fault.IgnoresCancellation] = "A fit cancelled before it begins ends at once",
        [Fault.WorksOnAfterCancellation] = "A fit cancelled on its way ends soon",
        [Fault.IgnoresItsBudget] = "A tiny time budget gives a model or says that there is none",
        [Fault.BatchDiffers] = "A row alone gives what it gives in a batch",
        [Fault.PredictsIntoAField] = "Predictions from several threads are the same",
        [Fault.Allocates] = "A prediction of a single row allocates nothing",
        [Fault.Overflows] = "Predictions far from the training rows are finite",
        [Fault.ReadsAnyShape] = "Rows and results of a wrong shape are refused",
        [Fault.FailsOnWeightZero] = "Weights are honoured or refused",
        [Fault.FailsOnConstants] = "Constant columns are no obstacle",
        [Fault.FailsOnDuplicates] = "A column may be there twice",
        [Fault.NeedsTwoColumns] = "A single column is enough",
        [Fault.NeedsMoreRowsThanColumns] = "There may be more columns than rows",
        [Fault.FailsOnFewRows] = "One or two rows give a model or a refusal",
        [Fault.TakesNoRows] = "No rows are refused",
        [Fault.TakesMissingValues] = "Missing values are learned from or refused",
        [Fault.TakesInfinities] = "Infinities are refused",
        [Fault.MistakesSparseFeatures] = "Sparse features are learned from as dense ones are, or refused",
        [Fault.LosesWhatItLearned] = "A model stored and read back is the same",
        [Fault.TakesAnyHyperparameter] = "Hyperparameters out of range are refused by name",
        [Fault.FailsInItsSearchSpace] = "Every searched value can be fitted",
        [Fault.TakesTheFirstRow] = "The order of the rows does not matter",
        [Fault.CountsRowsNotWeights] = "A row of weight 2 is a row twice",
        [Fault.CountsRowsOfNoWeight] = "A row of weight 0 is no row",
        [Fault.FailsOnUnknownLevels] = "A level that was never seen is no obstacle",
        [Fault.TakesAnyTask] = "A target of the other task is refused",
        [Fault.SumsToMore] = "Probabilities lie between 0 and 1 and sum to 1",
        [Fault.ReadsNames] = "The names of the classes do not matter",
        [Fault.FailsOnManyClasses] = "There may be many classes",
        [Fault.FailsOnAbsentClasses] = "A class may be absent from the training rows",
        [Fault.FailsOnRareClasses] = "A class may have a single row",
        [Fault.TakesOneClass] = "A target of one class is refused",
        [Fault.ForgetsTheFirstChunk] = "A stream of chunks gives what all rows at once give",
        [Fault.StreamsOnAfterCancellation] = "A fit to a stream that was cancelled ends",
        [Fault.CountsRowsWrongly] = "Chunks one after the other make one model",
        [Fault.SharesItsFit] = "A model stays as it is when its fit goes on",
        [Fault.KeepsRefusedChunks] = "A chunk that is refused leaves the fit as it was",
    };

    static ConformanceSuiteTests() => ModelTypes.Add<BrokenModel>();

    public static TheoryData<Fault> Faults => [.. BrokenBy.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_learner_that_breaks_a_promise_fails_its_check(Fault fault) =>
        Assert.Throws<ConformanceException>(Check(new BrokenClassifier { Fault = fault }, BrokenBy[fault]).Run);

    [Theory]
    [InlineData("A constant target is predicted")]
    [InlineData("Hyperparameters are declared")]
    [InlineData("The order of the rows does not matter")]
    [InlineData("A model stored and read back is the same")]
    public void A_regressor_that_breaks_a_promise_fails_its_check(string check) => Assert.Throws<ConformanceException>(Check(new BrokenRegressor(), check).Run);

    [Fact]
    public void A_learner_that_keeps_its_promises_passes() => Assert.All(ConformanceSuite.Of(new BrokenClassifier()), check => check.Run());

    [Fact]
    public void Every_check_is_shown_to_fail()
    {
        IEnumerable<string> classifier = ConformanceSuite.Of(new BrokenClassifier { Fault = Fault.FailsOnUnknownLevels }).Select(check => check.Name);
        IEnumerable<string> regressor = ConformanceSuite.Of(new BrokenRegressor()).Select(check => check.Name);
        Assert.Equal(
            classifier.Concat(regressor).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            BrokenBy.Values.Append("A constant target is predicted").Append("Hyperparameters are declared").Order(StringComparer.Ordinal));
    }

    private static ConformanceCheck Check(ILearner learner, string name) => ConformanceSuite.Of(learner).First(check => check.Name == name);
}
