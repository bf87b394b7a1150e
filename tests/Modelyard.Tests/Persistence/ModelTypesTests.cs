using Modelyard.Learning;
using Modelyard.Persistence;

namespace Modelyard.Tests.Persistence;

public sealed class ModelTypesTests
{
    [Fact]
    public void Every_model_of_the_library_is_on_the_list_under_its_own_name()
    {
        IEnumerable<Type> models = typeof(IModel).Assembly.GetExportedTypes().Where(type => type.IsClass && !type.IsAbstract && typeof(IPersistent).IsAssignableFrom(type));
        Assert.All(models, model =>
        {
            string name = (string)model.GetProperty(nameof(Modelyard.Pipelines.Predictor.TypeName))!.GetValue(null)!;
            Assert.Matches("^[a-z0-9-]+$", name);
            Assert.True(ModelTypes.Names.Contains(name), $"The model '{model.Name}' is not on the list of ModelTypes.");
        });
    }
}
