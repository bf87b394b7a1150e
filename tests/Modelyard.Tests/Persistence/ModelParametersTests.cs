using System.Text;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;

namespace Modelyard.Tests.Persistence;

public sealed class ModelParametersTests
{
    [Fact]
    public void Values_are_shown_by_name_and_long_ones_by_their_beginning()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            ModelParameters.WriteJson(new Everything(), json, maximumElements: 4);
            json.WriteEndObject();
        }

        Assert.Equal(
            """
            {"intercept":"NaN","steps":3,"warm":true,"loss":"Squared","classes":["no","yes"],"coefficients":[1.5,"-Infinity"],"singles":[0.1],"roots":[7],"marks":[255],
            "small":[[1,0],[0,1]],"large":{"shape":[3,3],"first":[[1,0,0]]},"long":{"shape":[5],"first":[0,0,0,0]},"features":["x0","x1"],"part":{"type":"Leaf","depth":1},"parts":[{"type":"Leaf","depth":1}]}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    private sealed class Leaf : IPersistent
    {
        public void Save(StateWriter state) => state.Write("depth", 1);
    }

    private sealed class Everything : IPersistent
    {
        public void Save(StateWriter state)
        {
            state.Write("intercept", double.NaN);
            state.Write("steps", 3);
            state.Write("warm", true);
            state.Write("loss", "Squared");
            state.Write("classes", ["no", "yes"]);
            state.Write("coefficients", [1.5, double.NegativeInfinity]);
            state.Write("singles", [0.1f]);
            state.Write("roots", [7]);
            state.Write("marks", [(byte)255]);
            state.Write("small", Matrix.Identity(2));
            state.Write("large", Matrix.Identity(3));
            state.Write("long", new double[5]);
            state.Write("features", FeatureSchema.Numeric(2));
            state.Write("part", new Leaf());
            state.Write("parts", [new Leaf()]);
        }
    }
}
