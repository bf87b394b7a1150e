using Modelyard.Conformance;
using Modelyard.Learning;

namespace Modelyard.Tests.Conformance;

/// <summary>Runs every check of the contract over every learner of the library; a new learner is found by its type.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string, string> Checks
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Type type in Learners)
            {
                foreach (ConformanceCheck check in ConformanceSuite.Of(Create(type)))
                {
                    data.Add(type.Name, check.Name);
                }
            }

            return data;
        }
    }

    private static IEnumerable<Type> Learners => typeof(ILearner).Assembly.GetExportedTypes()
        .Where(type => typeof(ILearner).IsAssignableFrom(type) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_learner_keeps_the_contract(string learner, string check) =>
        ConformanceSuite.Of(Create(Learners.First(type => type.Name == learner))).First(one => one.Name == check).Run();

    [Fact]
    public void Every_learner_is_a_sealed_record_with_hyperparameters_that_only_its_maker_sets()
    {
        Assert.All(Learners, type =>
        {
            Assert.True(type.IsSealed, type.Name);
            Assert.NotNull(type.GetMethod("<Clone>$"));
        });
    }

    private static ILearner Create(Type type) => (ILearner)Activator.CreateInstance(type)!;
}
