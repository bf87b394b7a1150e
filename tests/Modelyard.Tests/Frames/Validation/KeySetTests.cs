using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Validation.Keys;

namespace Modelyard.Tests.Frames.Validation;

public sealed class KeySetTests
{
    [Fact]
    public void A_set_knows_what_was_added_while_it_grows()
    {
        var set = new KeySet();
        var random = new Random(5);
        HashSet<UInt128> expected = [];
        for (int i = 0; i < 100_000; i++)
        {
            UInt128 key = ((UInt128)random.Next(1, 300) << 90) | (ulong)random.Next(200);
            Assert.Equal(expected.Add(key), set.Add(key));
        }

        Assert.Equal(expected.Count, set.Count);
        Assert.All(expected, key => Assert.True(set.Contains(key)));
        Assert.False(set.Contains(UInt128.MaxValue));
    }

    [Fact]
    public void A_set_that_is_full_says_so_and_still_knows_its_keys()
    {
        var set = new KeySet(16_000);
        UInt128 key = 1;
        while (set.Add(key) is true)
        {
            key++;
        }

        Assert.InRange(set.Count, 200, KeySet.Capacity(16_000));
        Assert.Null(set.Add(key));
        Assert.False(set.Add(1));
    }

    [Fact]
    public void Digests_of_different_texts_differ_and_those_of_equal_texts_are_equal()
    {
        HashSet<UInt128> digests = [];
        foreach (int length in Enumerable.Range(0, 70))
        {
            byte[] text = new byte[length];
            Assert.True(digests.Add(KeyDigest.Of(text)));
            for (int i = 0; i < length; i++)
            {
                text[i] = 1;
                Assert.True(digests.Add(KeyDigest.Of(text)), $"{length}, {i}");
                Assert.Equal(KeyDigest.Of(text), KeyDigest.Of([.. text]));
                text[i] = 0;
            }
        }
    }

    [Fact]
    public void Keys_are_equal_exactly_if_cells_are_whatever_kind_holds_them()
    {
        UInt128[] integers = Keys(new IntegerColumn("a", [1, 2, -1, long.MinValue])), doubles = Keys(new DoubleColumn("a", [1, 2.5, -1, -0.0]));
        Assert.Equal(integers[0], doubles[0]);
        Assert.Equal(integers[2], doubles[2]);
        Assert.NotEqual(integers[1], doubles[1]);
        Assert.Equal(Keys(new IntegerColumn("a", [0]))[0], doubles[3]);

        string[] texts = ["", "\0", "a", "a\0", "exactly 15 long", "sixteen letters!", "sixteen letters?", "ä", new string('x', 100)];
        UInt128[] keys = Keys(new TextColumn("a", texts)), levels = Keys(CategoryColumn.From("a", texts));
        Assert.Equal(keys, levels);
        Assert.Equal(texts.Length, keys.Distinct().Count());
        Assert.Equal(default, Keys(new TextColumn("a", [null]))[0]);
        Assert.NotEqual(default, keys[0]);
        Assert.NotEqual(Keys(new BooleanColumn("a", [true]))[0], integers[0]);
        Assert.Equal(16, Encoding.UTF8.GetByteCount(texts[5]));
    }

    [Fact]
    public void A_key_of_several_columns_is_told_by_the_place_of_its_parts()
    {
        UInt128[] keys = new UInt128[4];
        KeyReader.Of([new TextColumn("a", ["x", "y", "x", null]), new TextColumn("b", ["y", "x", "y", "y"])]).Read(0, keys);
        Assert.Equal(keys[0], keys[2]);
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Equal(default, keys[3]);
    }

    private static UInt128[] Keys(Column column)
    {
        UInt128[] keys = new UInt128[column.Length];
        KeyReader.Of([column]).Read(0, keys);
        return keys;
    }
}
