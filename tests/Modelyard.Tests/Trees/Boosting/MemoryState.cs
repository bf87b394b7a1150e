using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Trees.Boosting;

/// <summary>Keeps what a model writes and gives it back, changed if a test wants so.</summary>
internal sealed class MemoryState : StateWriter
{
    public Dictionary<string, object> Values { get; } = new(StringComparer.Ordinal);

    public StateReader Reader => new MemoryReader(Values);

    public override void Write(string name, double value) => Values.Add(name, value);

    public override void Write(string name, long value) => Values.Add(name, value);

    public override void Write(string name, bool value) => Values.Add(name, value);

    public override void Write(string name, string value) => Values.Add(name, value);

    public override void Write(string name, IReadOnlyList<string> values) => Values.Add(name, values.ToArray());

    public override void Write(string name, ReadOnlySpan<double> values) => Values.Add(name, values.ToArray());

    public override void Write(string name, ReadOnlySpan<float> values) => Values.Add(name, values.ToArray());

    public override void Write(string name, ReadOnlySpan<int> values) => Values.Add(name, values.ToArray());

    public override void Write(string name, ReadOnlySpan<byte> values) => Values.Add(name, values.ToArray());

    public override void Write(string name, Matrix matrix) => Values.Add(name, matrix);

    public override void Write(string name, FeatureSchema features) => Values.Add(name, features);

    public override void Write(string name, IPersistent part) => Values.Add(name, part);

    public override void Write(string name, IReadOnlyList<IPersistent> parts) => Values.Add(name, parts);

    private sealed class MemoryReader(Dictionary<string, object> values) : StateReader
    {
        public override bool Contains(string name) => values.ContainsKey(name);

        public override double ReadDouble(string name) => (double)values[name];

        public override int ReadInt(string name, int minimum = int.MinValue, int maximum = int.MaxValue) => checked((int)(long)values[name]);

        public override bool ReadBoolean(string name) => (bool)values[name];

        public override string ReadText(string name) => (string)values[name];

        public override IReadOnlyList<string> ReadTexts(string name) => (string[])values[name];

        public override double[] ReadDoubles(string name, int length = -1) => Array<double>(name, length);

        public override float[] ReadSingles(string name, int length = -1) => Array<float>(name, length);

        public override int[] ReadInts(string name, int length = -1) => Array<int>(name, length);

        public override byte[] ReadBytes(string name, int length = -1) => Array<byte>(name, length);

        public override Matrix ReadMatrix(string name, int rows = -1, int columns = -1) => (Matrix)values[name];

        public override FeatureSchema ReadFeatures(string name) => (FeatureSchema)values[name];

        public override T ReadPart<T>(string name) => (T)values[name];

        public override IReadOnlyList<T> ReadParts<T>(string name) => [.. ((IReadOnlyList<IPersistent>)values[name]).Cast<T>()];

        private T[] Array<T>(string name, int length)
        {
            var array = (T[])values[name];
            return length < 0 || array.Length == length
                ? array
                : throw new ModelFormatException($"The value '{name}' of the model has '{array.Length}' elements and must have '{length}'.");
        }
    }
}
