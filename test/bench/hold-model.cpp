// The hold model on std::priority_queue. Usage: hold-model PENDING HOLDS TABLE; prints one JSON line.

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <vector>

struct Event {
  int64_t at;
  uint64_t order;
  int32_t slot;
  bool operator>(const Event &other) const { return at != other.at ? at > other.at : order > other.order; }
};

static std::priority_queue<Event, std::vector<Event>, std::greater<>> events;
static std::vector<int64_t> steps;
static size_t at = 0;
static uint64_t inserted = 0;
static uint32_t check = 0;

static int64_t step() {
  int64_t ns = steps[at];
  at = (at + 1) % steps.size();
  return ns;
}

static void hold(long times) {
  for (long i = 0; i < times; i++) {
    Event event = events.top();
    events.pop();
    check = check * 31 + static_cast<uint32_t>(event.slot);
    events.push({event.at + step(), inserted++, event.slot});
  }
}

int main(int, char **argv) {
  int pending = std::atoi(argv[1]);
  long holds = std::atol(argv[2]);
  double mean = pending * 10 > 1000 ? pending * 10 : 1000;
  FILE *file = std::fopen(argv[3], "rb");
  double value;
  while (std::fread(&value, sizeof value, 1, file) == 1) steps.push_back(static_cast<int64_t>(std::floor(mean * value + 0.5)));
  std::fclose(file);
  for (int slot = 0; slot < pending; slot++) events.push({step(), inserted++, slot});
  hold(holds / 5);
  auto start = std::chrono::steady_clock::now();
  hold(holds);
  double wall = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
  std::printf("{\"nsPerHold\": %.2f, \"check\": %d}\n", wall / static_cast<double>(holds), static_cast<int32_t>(check));
}
