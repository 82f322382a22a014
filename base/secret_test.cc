// What a secret promises about its memory. The bytes of a dead object are looked at through storage that the test owns
// and, for bytes on the heap, by replacing operator delete of this program.

#include "base/secret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <type_traits>

namespace {

// A heap block that is looked at when it is given back.
struct Watch {
  const void* block = nullptr;
  std::size_t size = 0;
  bool was_freed = false;
  bool was_wiped = false;
};
Watch watch;

void look(const void* block) {
  if (block == nullptr || block != watch.block) return;
  const auto* bytes = static_cast<const unsigned char*>(block);
  watch.was_freed = true;
  watch.was_wiped = std::all_of(bytes, bytes + watch.size, [](unsigned char byte) { return byte == 0; });
  watch.block = nullptr;
}

}  // namespace

// Never inlined: GCC takes an inlined malloc or free for a mismatch with the other side.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (void* block = std::malloc(size)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept {
  look(block);
  std::free(block);
}
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

namespace heliograph {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

using Key = Secret<struct KeyTag, 4>;

Key makeKey() { return Key::copyOf(std::array<std::uint8_t, 4>{1, 2, 3, 4}); }

TEST(Secret, IsCopiedOrFilledWhenMade) {
  EXPECT_THAT(makeKey().expose(), ElementsAre(1, 2, 3, 4));
  const auto filled = Key::filledBy([](auto out) { std::ranges::fill(out, std::uint8_t{7}); });
  EXPECT_THAT(filled.expose(), Each(7));
}

TEST(Secret, IsWipedWhenMovedFrom) {
  Key source = makeKey();
  const Key target = std::move(source);
  EXPECT_THAT(target.expose(), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(source.expose(), Each(0));  // NOLINT(bugprone-use-after-move): what is left is the point
}

TEST(Secret, IsWipedWhenAssignedFrom) {
  Key source = makeKey();
  Key target = Key::filledBy([](auto out) { std::ranges::fill(out, std::uint8_t{9}); });
  target = std::move(source);
  EXPECT_THAT(target.expose(), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(source.expose(), Each(0));  // NOLINT(bugprone-use-after-move)
}

TEST(Secret, SurvivesAnAssignmentToItself) {
  Key key = makeKey();
  Key& same = key;
  key = std::move(same);
  EXPECT_THAT(key.expose(), ElementsAre(1, 2, 3, 4));
}

TEST(Secret, IsWipedWhenDestroyed) {
  alignas(Key) unsigned char storage[sizeof(Key)];
  Key* key = new (storage) Key(makeKey());
  key->~Key();
  // The object is gone, and with it the compiler's duty to keep its bytes: read what memory really holds.
  const volatile unsigned char* memory = storage;
  for (std::size_t i = 0; i < sizeof(storage); ++i) EXPECT_EQ(memory[i], 0) << "byte " << i;
}

TEST(Secret, IsCopiedOnlyAloud) {
  const Key key = makeKey();
  EXPECT_THAT(key.clone().expose(), ElementsAre(1, 2, 3, 4));
  static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
  static_assert(!std::is_default_constructible_v<Key>);
  static_assert(!std::is_convertible_v<Key, Secret<struct OtherTag, 4>>);
}

SecretBytes makeBytes() { return SecretBytes::copyOf(Bytes{1, 2, 3, 4}); }

void watchMemoryOf(const SecretBytes& bytes) { watch = {bytes.expose().data(), bytes.size(), false, false}; }

TEST(SecretBytes, AreWipedBeforeTheirMemoryIsGivenBack) {
  {
    const SecretBytes bytes = makeBytes();
    watchMemoryOf(bytes);
  }
  EXPECT_TRUE(watch.was_freed);
  EXPECT_TRUE(watch.was_wiped);
}

TEST(SecretBytes, AreWipedWhenAssignedTo) {
  SecretBytes bytes = makeBytes();
  watchMemoryOf(bytes);
  bytes = SecretBytes::copyOf(Bytes{5});
  EXPECT_TRUE(watch.was_freed);
  EXPECT_TRUE(watch.was_wiped);
  EXPECT_THAT(bytes.expose(), ElementsAre(5));
}

TEST(SecretBytes, LeaveNothingBehindWhenMovedFrom) {
  SecretBytes source = makeBytes();
  const std::uint8_t* memory = source.expose().data();
  const SecretBytes target = std::move(source);
  EXPECT_EQ(target.expose().data(), memory);
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(SecretBytes, SurviveAnAssignmentToThemselves) {
  SecretBytes bytes = makeBytes();
  SecretBytes& same = bytes;
  bytes = std::move(same);
  EXPECT_THAT(bytes.expose(), ElementsAre(1, 2, 3, 4));
}

TEST(SecretBytes, StartAsZerosAndAreWrittenInPlace) {
  SecretBytes bytes(2);
  EXPECT_THAT(bytes.expose(), ElementsAre(0, 0));
  bytes.exposeMutable()[1] = 6;
  EXPECT_THAT(bytes.expose(), ElementsAre(0, 6));
  EXPECT_THAT(bytes.clone().expose(), ElementsAre(0, 6));
  EXPECT_THAT(SecretBytes().expose(), IsEmpty());
  static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
}

TEST(Wipe, ZerosEveryByteAndTakesNothing) {
  Bytes bytes{1, 2, 3};
  wipe(bytes);
  EXPECT_THAT(bytes, Each(0));
  wipe({});
}

}  // namespace
}  // namespace heliograph
